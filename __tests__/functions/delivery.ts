import type { DynamoDBRecord, KinesisStreamRecord } from 'aws-lambda';
import type { BuiltFunction } from './built-function';

export type StreamRecord = KinesisStreamRecord | DynamoDBRecord;

/** Records as a shard holds them. */
export type Shard = readonly StreamRecord[];

export interface DeliveryProps {
  /** At most so many records a batch. */
  readonly batchSize: number;
  /** The time that the function is given for a batch. */
  readonly remainingMs: number;
  /** Told of each batch before it is delivered. */
  readonly onBatch?: (batch: readonly StreamRecord[]) => void;
  /** Told of each record once the function has acknowledged it. */
  readonly onAcknowledged?: (record: StreamRecord) => Promise<void>;
}

/** Deliveries for each record of a shard after which it is taken for stuck. */
const MAX_DELIVERIES = 40;

/**
 * Drives a function as Lambda's event source mapping does: each shard in order and on its own, batches
 * restarting at the lowest failed sequence number, failed batches again after bisecting them.
 */
export async function deliver(
  shards: readonly Shard[],
  target: BuiltFunction,
  props: DeliveryProps,
): Promise<void> {
  await Promise.all(shards.map((shard) => deliverShard(shard, target, props)));
}

async function deliverShard(shard: Shard, target: BuiltFunction, props: DeliveryProps): Promise<void> {
  const { batchSize, remainingMs, onBatch, onAcknowledged } = props;
  let size = batchSize;
  let deliveries = 0;
  for (let next = 0; next < shard.length; ) {
    if (++deliveries > MAX_DELIVERIES * shard.length) throw new Error('the shard does not drain');
    const batch = shard.slice(next, next + size);
    onBatch?.(batch);
    const failed = await firstFailed(target, batch, remainingMs);
    const at = failed === undefined ? batch.length : batch.findIndex((r) => sequenceNumber(r) === failed);
    if (at < 0) throw new Error(`the function gave back ${failed}, which is not in the batch`);
    for (const record of batch.slice(0, at)) await onAcknowledged?.(record);
    next += at;
    size = at === 0 ? Math.max(1, Math.ceil(size / 2)) : batchSize;
  }
}

/** The sequence number that the function gives back; the batch's first where it fails as a whole. */
async function firstFailed(
  target: BuiltFunction,
  batch: readonly StreamRecord[],
  remainingMs: number,
): Promise<string | undefined> {
  const result = await target.invoke({ Records: batch }, remainingMs).catch(() => undefined);
  if (result === undefined) return batch[0] && sequenceNumber(batch[0]);
  const { batchItemFailures } = result as { batchItemFailures: { itemIdentifier: string }[] };
  return batchItemFailures[0]?.itemIdentifier;
}

export function sequenceNumber(record: StreamRecord): string {
  return ('kinesis' in record ? record.kinesis.sequenceNumber : record.dynamodb?.SequenceNumber) ?? '';
}
