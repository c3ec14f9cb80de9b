import type { SourceRecord } from '../change/decode-record';
import { sequenceNumberOf } from '../parking/parked-change';

/** The first record that is to be delivered again, with all that follow it. */
export interface Unfinished {
  readonly sequenceNumber: string;
  readonly reason: string;
}

/**
 * Lambda starts again at the record it is told of, so the earliest in the batch is the one to tell.
 * @param unfinished by their positions, why records are not done
 */
export function lowest(
  records: readonly SourceRecord[],
  unfinished: ReadonlyMap<number, string>,
): Unfinished | undefined {
  if (unfinished.size === 0) return undefined;
  const position = Math.min(...unfinished.keys());
  return {
    sequenceNumber: sequenceNumberOf(recordAt(records, position)),
    reason: unfinished.get(position) ?? '',
  };
}

export function recordAt(records: readonly SourceRecord[], position: number): SourceRecord {
  const record = records[position];
  if (record === undefined) throw new RangeError(`there is no record ${position}`);
  return record;
}
