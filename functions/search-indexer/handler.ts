import type { DynamoDBStreamEvent, KinesisStreamBatchResponse, KinesisStreamEvent } from 'aws-lambda';
import { ConfigurationError } from '../errors/configuration-error';
import { deadlines, type RemainingTime } from '../lambda/deadlines';
import { flag, numberBetween, required, requiredUrl, type Variables } from '../lambda/environment-variable';
import { ParkingLot } from '../parking/parking-lot';
import { type Router, routerOf } from '../route/router';
import { routesOf } from '../route/routes-variable';
import { SearchClient } from '../search/search-client';
import { emptySummary, summaryLine } from '../telemetry/summary';
import { Pace } from '../write/pace';
import { type IndexChangesProps, indexChanges } from './index-changes';

/** Lives as long as the function is warm, and with it the pace that the collection takes. */
let configured: (IndexChangesProps & { readonly metricsNamespace: string }) | undefined;

/** Handles a batch of changes from Kinesis or DynamoDB Streams. */
export async function handler(
  event: KinesisStreamEvent | DynamoDBStreamEvent,
  context?: RemainingTime,
): Promise<KinesisStreamBatchResponse> {
  if (!Array.isArray(event?.Records)) {
    throw new ConfigurationError(
      'The event has no Records. The function takes the events of Kinesis and DynamoDB Streams event source mappings only.',
    );
  }
  configured ??= await configure(process.env);
  const started = Date.now();
  const summary = emptySummary(event.Records.length);
  let reason: string | undefined;
  try {
    const unfinished = await indexChanges(event.Records, configured, deadlines(context, started), summary);
    reason = unfinished?.reason;
    return { batchItemFailures: unfinished ? [{ itemIdentifier: unfinished.sequenceNumber }] : [] };
  } catch (error) {
    reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    summary.unfinished = summary.changes;
    throw error;
  } finally {
    const { metricsNamespace: namespace, table, router } = configured;
    const index = router.indices.join(',');
    summary.bulkLimitBytes = configured.pace.limitBytes;
    const durationMs = Date.now() - started;
    const line = { namespace, table, index, durationMs, ...(reason !== undefined && { reason }) };
    console.log(JSON.stringify(summaryLine(summary, line, Date.now())));
  }
}

async function configure(variables: Variables): Promise<NonNullable<typeof configured>> {
  return {
    table: required(variables, 'TABLE_NAME'),
    router: await configuredRouter(variables),
    removal: flag(variables, 'SOFT_DELETE', { default: false }) ? 'tombstone' : 'delete',
    search: new SearchClient({
      endpoint: requiredUrl(variables, 'SEARCH_ENDPOINT'),
      signingName: variables.SEARCH_SIGNING_NAME || 'aoss',
      region: variables.AWS_REGION || required(variables, 'AWS_DEFAULT_REGION'),
      requestTimeoutMs:
        1_000 * numberBetween(variables, 'REQUEST_TIMEOUT_SECONDS', { min: 1, max: 900, default: 40 }),
    }),
    parkingLot: new ParkingLot({
      bucket: required(variables, 'PARKING_BUCKET'),
      queueUrl: required(variables, 'PARKING_QUEUE_URL'),
    }),
    pace: new Pace(),
    markRefused: flag(variables, 'MARK_REFUSED', { default: true }),
    metricsNamespace: variables.METRICS_NAMESPACE || 'dynamodb-cdc',
  };
}

async function configuredRouter(variables: Variables): Promise<Router> {
  const routes = routesOf(variables);
  if (!variables.TRANSFORM) return routerOf(routes);
  const { transformRouter } = await import('../route/transform-router');
  return transformRouter(
    variables.TRANSFORM,
    routes.map(({ index }) => index),
  );
}
