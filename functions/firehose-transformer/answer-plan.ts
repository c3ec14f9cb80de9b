import type { ArchiveSettings } from '../archive/archive-settings';
import { base64Length, bytesInBase64 } from '../put/base64';
import { answerBytes, MAX_ANSWERS_BYTES } from './answer-size';
import type { Answer, FirehoseRecord } from './firehose-event';
import { type Transformed, transformRecord } from './transform-record';

export interface AnswerPlanProps extends Pick<ArchiveSettings, 'table' | 'format' | 'admits'> {
  /** Whether lines have partition keys. */
  readonly partitionKeys: boolean;
}

/** What is to become of a record. */
export interface Plan {
  readonly record: FirehoseRecord | null;
  readonly transformed: Transformed;
  /** Whether the answer has room for its line; true where it has none. */
  readonly hasRoom: boolean;
}

/**
 * Decides for each record of an event what it becomes, and which lines the answer has room for. The first line always
 * gets room, if need be without the old image, so each event leaves fewer changes to archive than there were. A line
 * that would have no room in an answer of its own goes without the old image, or counts as failed.
 */
export function planAnswers(records: readonly (FirehoseRecord | null)[], props: AnswerPlanProps): Plan[] {
  // Each record is answered, at the least by the longest of the answers without data.
  let room = MAX_ANSWERS_BYTES;
  for (const record of records) room -= answerBytes(failed(record));
  let isFirst = true;
  return records.map((record) => {
    const emptyBytes = answerBytes(lineAnswer(record, Buffer.alloc(0), '0000-00-00', props));
    let transformed = transformRecord(record, props, bytesInBase64(MAX_ANSWERS_BYTES - emptyBytes));
    if (transformed.fate !== 'line') return { record, transformed, hasRoom: true };
    // What it takes beyond what is kept for it already.
    const frameBytes = emptyBytes - answerBytes(failed(record));
    if (isFirst && frameBytes + base64Length(transformed.line.bytes.length) > room) {
      transformed = transformRecord(record, props, bytesInBase64(room - frameBytes));
      if (transformed.fate !== 'line') return { record, transformed, hasRoom: true };
    }
    isFirst = false;
    const bytes = frameBytes + base64Length(transformed.line.bytes.length);
    const hasRoom = bytes <= room;
    if (hasRoom) room -= bytes;
    return { record, transformed, hasRoom };
  });
}

/** @param date YYYY-MM-DD */
export function lineAnswer(
  record: FirehoseRecord | null,
  line: Buffer,
  date: string,
  { table, partitionKeys }: AnswerPlanProps,
): Answer {
  const answer = { recordId: record?.recordId, result: 'Ok', data: line.toString('base64') } as const;
  return partitionKeys ? { ...answer, metadata: { partitionKeys: { table, date } } } : answer;
}

export function dropped(record: FirehoseRecord | null): Answer {
  return { recordId: record?.recordId, result: 'Dropped' };
}

export function failed(record: FirehoseRecord | null): Answer {
  return { recordId: record?.recordId, result: 'ProcessingFailed' };
}
