import { type ArchiveLine, archiveLine } from '../archive/archive-line';
import type { ArchiveSettings } from '../archive/archive-settings';
import { type ArchivedChange, decodeArchivedChange } from '../archive/archived-change';
import { canaryId } from '../archive/canary';
import { readKinesisData } from '../change/decode-record';
import type { FirehoseRecord } from './firehose-event';

/** What becomes of a record, were there room for its line. */
export type Transformed =
  | { readonly fate: 'line'; readonly line: ArchiveLine; readonly change: ArchivedChange }
  /** Not to be archived. */
  | { readonly fate: 'dropped' }
  | { readonly fate: 'canary'; readonly id: string }
  | { readonly fate: 'failed'; readonly why: 'undecodable' | 'foreign' | 'too large' };

/** @param maxBytes how long a line may be */
export function transformRecord(
  record: FirehoseRecord | null,
  { table, format, admits }: Pick<ArchiveSettings, 'table' | 'format' | 'admits'>,
  maxBytes: number,
): Transformed {
  const data = record?.data;
  if (typeof data !== 'string') return { fate: 'failed', why: 'undecodable' };
  try {
    const change = decodeArchivedChange(readKinesisData(data, 'used'), sequenceNumberOf(record), 0);
    if (change.table !== table) return { fate: 'failed', why: 'foreign' };
    if (!admits(change)) return { fate: 'dropped' };
    const line = archiveLine(change, format, maxBytes);
    if (line === 'none') return { fate: 'dropped' };
    if (line === 'too large') return { fate: 'failed', why: 'too large' };
    return { fate: 'line', line, change };
  } catch {
    const id = canaryId(Buffer.from(data, 'base64'));
    return id === undefined ? { fate: 'failed', why: 'undecodable' } : { fate: 'canary', id };
  }
}

function sequenceNumberOf(record: FirehoseRecord | null): string | undefined {
  const sequenceNumber = record?.kinesisRecordMetadata?.sequenceNumber;
  return typeof sequenceNumber === 'string' && sequenceNumber !== '' ? sequenceNumber : undefined;
}
