import { archiveSettings } from '../archive/archive-settings';
import { deadlines, type RemainingTime } from '../lambda/deadlines';
import { flag, required, type Variables } from '../lambda/environment-variable';
import { CanaryBucket } from './canary-bucket';
import type { Answer, FirehoseEvent } from './firehose-event';
import { SourceStream } from './source-stream';
import { transformRecords } from './transform-records';
import { emptyTransformSummary, transformLine } from './transform-summary';

/** Lives as long as the function is warm. */
let configured: ReturnType<typeof configure> | undefined;

/** Handles a data transformation of a Firehose stream whose source is a Kinesis stream. */
export async function handler(
  event: FirehoseEvent,
  context?: RemainingTime,
): Promise<{ records: readonly Answer[] }> {
  configured ??= configure(process.env);
  const started = Date.now();
  const summary = emptyTransformSummary(event.records?.length ?? 0);
  const { answers, failures, reason } = await transformRecords(
    event,
    configured,
    deadlines(context, started),
    summary,
  );
  const { metricsNamespace: namespace, table } = configured;
  const durationMs = Date.now() - started;
  const line = { namespace, table, failures, durationMs, ...(reason !== undefined && { reason }) };
  console.log(JSON.stringify(transformLine(summary, line, Date.now())));
  return { records: answers };
}

function configure(variables: Variables) {
  return {
    ...archiveSettings(variables),
    partitionKeys: flag(variables, 'PARTITION_KEYS', { default: false }),
    sourceStream: new SourceStream(),
    canaryBucket: new CanaryBucket(required(variables, 'CANARY_BUCKET')),
  };
}
