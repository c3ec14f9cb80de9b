import { canaryKey } from '../archive/canary';
import { toldError } from '../aws/aws-error';
import type { Deadlines } from '../lambda/deadlines';
import { ageOfOldestMs } from '../telemetry/age-of-oldest';
import { type AnswerPlanProps, dropped, failed, lineAnswer, type Plan, planAnswers } from './answer-plan';
import type { CanaryBucket } from './canary-bucket';
import type { Answer, FirehoseEvent } from './firehose-event';
import type { SourceStream } from './source-stream';
import { isPuttable, type StreamRecord, streamRecord } from './stream-record';
import type { TransformSummary } from './transform-summary';

export interface TransformRecordsProps extends AnswerPlanProps {
  readonly sourceStream: Pick<SourceStream, 'putAll'>;
  readonly canaryBucket: Pick<CanaryBucket, 'note'>;
}

export interface TransformedRecords {
  readonly answers: readonly Answer[];
  /** How many records failed for each reason. */
  readonly failures: Readonly<Record<string, number>>;
  /** The error that something was not done for, where there was one. */
  readonly reason: string | undefined;
}

/**
 * Answers each record of an event once, in order. Lines that have no room in the answer are put back on the Kinesis
 * stream that they came from, and come again; every other consumer of the stream sees them twice. What fails, Firehose
 * keeps under its error prefix.
 */
export async function transformRecords(
  { records, sourceKinesisStreamArn }: FirehoseEvent,
  props: TransformRecordsProps,
  deadlines: Deadlines,
  summary: TransformSummary,
): Promise<TransformedRecords> {
  const plans = planAnswers(records ?? [], props);
  const putBack = await putBackUnfit(plans, sourceKinesisStreamArn, props, deadlines.writing, summary);
  const noted = await noteCanaries(plans, props, deadlines.parking);
  const answers = plans.map((plan) => {
    const { record, transformed, hasRoom } = plan;
    switch (transformed.fate) {
      case 'line': {
        const { line, change } = transformed;
        if (hasRoom) return lineAnswer(record, line.bytes, dateOf(change.at), props);
        return putBack.done.has(plan) ? dropped(record) : failed(record);
      }
      case 'canary':
        return noted.done.has(plan) ? dropped(record) : failed(record);
      case 'dropped':
        return dropped(record);
      default:
        return failed(record);
    }
  });
  count(plans, putBack.done, answers, summary);
  return { answers, failures: failuresOf(plans, answers), reason: putBack.reason ?? noted.reason };
}

/** The records for which something was done, and why it was not for others. */
interface Done {
  readonly done: ReadonlySet<Plan>;
  readonly reason: string | undefined;
}

async function putBackUnfit(
  plans: readonly Plan[],
  streamArn: unknown,
  { sourceStream }: TransformRecordsProps,
  deadline: number,
  summary: TransformSummary,
): Promise<Done> {
  const unfit = plans.filter(({ hasRoom }) => !hasRoom);
  if (unfit.length === 0) return { done: new Set(), reason: undefined };
  if (typeof streamArn !== 'string' || streamArn === '') {
    return { done: new Set(), reason: 'the event names no Kinesis stream to put records back on' };
  }
  const records = new Map<StreamRecord, Plan>();
  for (const plan of unfit) {
    const { data, kinesisRecordMetadata } = plan.record ?? {};
    const record = streamRecord(Buffer.from(String(data), 'base64'), kinesisRecordMetadata?.partitionKey);
    if (isPuttable(record)) records.set(record, plan);
  }
  try {
    const { failures, retried } = await sourceStream.putAll(streamArn, [...records.keys()], deadline);
    summary.retried = retried;
    const [reason] = failures.values();
    for (const record of failures.keys()) records.delete(record);
    return { done: new Set(records.values()), reason: reason && `putting back failed: ${reason}` };
  } catch (error) {
    return { done: new Set(), reason: toldError(error) };
  }
}

async function noteCanaries(
  plans: readonly Plan[],
  { canaryBucket }: TransformRecordsProps,
  deadline: number,
): Promise<Done> {
  const canaries = new Map<string, Promise<string | undefined>>();
  const outcomes = plans.map(async (plan) => {
    if (plan.transformed.fate !== 'canary') return undefined;
    const shardId = plan.record?.kinesisRecordMetadata?.shardId;
    if (typeof shardId !== 'string' || shardId === '')
      return { plan, failure: 'a canary came with no shard' };
    const key = canaryKey(plan.transformed.id, shardId);
    // Until the first one is seen there are several.
    const noting = canaries.get(key) ?? canaryBucket.note(key, deadline);
    canaries.set(key, noting);
    return { plan, failure: await noting };
  });
  const done = new Set<Plan>();
  let reason: string | undefined;
  for (const outcome of await Promise.all(outcomes)) {
    if (outcome?.failure !== undefined) reason = outcome.failure;
    else if (outcome !== undefined) done.add(outcome.plan);
  }
  return { done, reason };
}

function failuresOf(plans: readonly Plan[], answers: readonly Answer[]): Record<string, number> {
  const failures: Record<string, number> = {};
  for (const [i, { transformed }] of plans.entries()) {
    if (answers[i]?.result !== 'ProcessingFailed') continue;
    const undone = transformed.fate === 'canary' ? 'canary not noted' : 'not put back';
    const why = transformed.fate === 'failed' ? transformed.why : undone;
    failures[why] = (failures[why] ?? 0) + 1;
  }
  return failures;
}

function count(
  plans: readonly Plan[],
  putBack: ReadonlySet<Plan>,
  answers: readonly Answer[],
  summary: TransformSummary,
): void {
  const lines = plans.flatMap(({ transformed }) => (transformed.fate === 'line' ? [transformed] : []));
  summary.lines = answers.filter(({ result }) => result === 'Ok').length;
  summary.failed = answers.filter(({ result }) => result === 'ProcessingFailed').length;
  summary.putBack = putBack.size;
  summary.dropped = plans.filter(({ transformed }) => transformed.fate === 'dropped').length;
  summary.withoutOldImage = lines.filter(({ line }) => line.withoutOldImage).length;
  summary.coarse = lines.filter(({ change }) => change.precision !== 'MICROSECOND').length;
  summary.ageOfOldestMs = ageOfOldestMs(
    lines.map(({ change }) => change),
    Date.now(),
  );
}

/** YYYY-MM-DD in UTC. @param at in microseconds; the last that a change can have is in the year 2255 */
function dateOf(at: number): string {
  return new Date(at / 1_000).toISOString().slice(0, 'YYYY-MM-DD'.length);
}
