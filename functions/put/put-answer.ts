import { isObject } from '../change/attribute-value';

/**
 * Why each record of a request was not taken, by position: `PutRecords` and `PutRecordBatch` answer each record at its
 * place, with an error code or with the number that it got. An answer that does not tell of each of them is taken for
 * none.
 * https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html
 * https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html
 *
 * @param numberName the member that a record has which was taken
 */
export function judgePutAnswer(
  count: number,
  entries: readonly unknown[] | undefined,
  numberName: 'RecordId' | 'SequenceNumber',
): readonly (string | undefined)[] {
  if (!Array.isArray(entries) || entries.length !== count) {
    const told = Array.isArray(entries) ? `${entries.length} records` : 'no record';
    return Array(count).fill(`the answer tells of ${told}, the request had ${count}`);
  }
  return entries.map((entry) => {
    if (!isObject(entry)) return 'the answer tells nothing of the record';
    if (entry.ErrorCode) return String(entry.ErrorCode);
    return entry[numberName] ? undefined : `the answer has neither an error code nor a ${numberName}`;
  });
}
