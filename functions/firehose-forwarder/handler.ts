import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { archiveSettings } from '../archive/archive-settings';
import { toldError } from '../aws/aws-error';
import { ConfigurationError } from '../errors/configuration-error';
import { deadlines, type RemainingTime } from '../lambda/deadlines';
import { required, type Variables } from '../lambda/environment-variable';
import { ParkingLot } from '../parking/parking-lot';
import { DeliveryStream } from './delivery-stream';
import { forwardChanges } from './forward-changes';
import { emptyForwardSummary, forwardLine } from './forward-summary';

/** Lives as long as the function is warm. */
let configured: ReturnType<typeof configure> | undefined;

/** Handles a batch of changes from DynamoDB Streams. */
export async function handler(
  event: DynamoDBStreamEvent,
  context?: RemainingTime,
): Promise<DynamoDBBatchResponse> {
  if (!Array.isArray(event?.Records)) {
    throw new ConfigurationError(
      'The event has no Records. The function takes the events of DynamoDB Streams event source mappings only.',
    );
  }
  configured ??= configure(process.env);
  const started = Date.now();
  const summary = emptyForwardSummary(event.Records.length);
  let reason: string | undefined;
  try {
    const unfinished = await forwardChanges(event.Records, configured, deadlines(context, started), summary);
    reason = unfinished?.reason;
    return { batchItemFailures: unfinished ? [{ itemIdentifier: unfinished.sequenceNumber }] : [] };
  } catch (error) {
    reason = toldError(error);
    summary.unfinished = summary.changes;
    throw error;
  } finally {
    const { metricsNamespace: namespace, table, name } = configured;
    const durationMs = Date.now() - started;
    const line = {
      namespace,
      table,
      deliveryStream: name,
      durationMs,
      ...(reason !== undefined && { reason }),
    };
    console.log(JSON.stringify(forwardLine(summary, line, Date.now())));
  }
}

function configure(variables: Variables) {
  const name = required(variables, 'DELIVERY_STREAM_NAME');
  return {
    ...archiveSettings(variables),
    name,
    deliveryStream: new DeliveryStream(name),
    parkingLot: new ParkingLot({
      bucket: required(variables, 'PARKING_BUCKET'),
      queueUrl: required(variables, 'PARKING_QUEUE_URL'),
    }),
  };
}
