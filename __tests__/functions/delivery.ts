import type { BuiltFunction } from './built-function';
import { changeRecord, type ItemChange, kinesisRecord } from './kinesis-events';

/** One change as a shard holds it; the same change may lie on it several times, and at any place. */
export type Shard = readonly ItemChange[];

/** Deliveries of one batch after which the test gives up. */
const MAX_DELIVERIES = 40;

/**
 * Drives a function as Lambda's event source mapping does: each shard in order and on its own, batches
 * restarting at the lowest failed sequence number, failed batches again after bisecting them.
 */
export async function deliver(
  shards: readonly Shard[],
  target: BuiltFunction,
  options: { readonly batchSize: number; readonly remainingMs: number },
): Promise<void> {
  await Promise.all(shards.map((shard, i) => deliverShard(shard, i, target, options)));
}

async function deliverShard(
  shard: Shard,
  number: number,
  target: BuiltFunction,
  { batchSize, remainingMs }: { batchSize: number; remainingMs: number },
): Promise<void> {
  const records = shard.map((change, i) => kinesisRecord(changeRecord(change), number * 1_000_000 + i));
  let size = batchSize;
  let deliveries = 0;
  for (let next = 0; next < records.length; ) {
    if (++deliveries > MAX_DELIVERIES * records.length) throw new Error('the shard does not drain');
    const batch = records.slice(next, next + size);
    const failed = await invoke(target, batch, remainingMs);
    const at =
      failed === undefined ? batch.length : batch.findIndex((r) => r.kinesis.sequenceNumber === failed);
    if (at < 0) throw new Error(`the function gave back ${failed}, which is not in the batch`);
    next += at;
    size = at === 0 && failed !== undefined ? Math.max(1, Math.ceil(size / 2)) : batchSize;
  }
}

/** The lowest failed sequence number; the first one where the function failed as a whole. */
async function invoke(
  target: BuiltFunction,
  batch: readonly ReturnType<typeof kinesisRecord>[],
  remainingMs: number,
): Promise<string | undefined> {
  const result = await target.invoke({ Records: batch }, remainingMs).catch(() => undefined);
  if (result === undefined) return batch[0]?.kinesis.sequenceNumber;
  const { batchItemFailures } = result as { batchItemFailures: { itemIdentifier: string }[] };
  return batchItemFailures[0]?.itemIdentifier;
}
