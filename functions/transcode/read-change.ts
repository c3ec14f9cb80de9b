import type { Change } from '../change/change';
import { decodeRecord, type SourceRecord } from '../change/decode-record';
import { KinesisTranscoder } from './kinesis-transcoder';

/** A transcoder for the records of a batch. @param wantsMembers whether items are to tell where their members lie */
export function transcoderOf(records: readonly SourceRecord[], wantsMembers: boolean): KinesisTranscoder {
  return new KinesisTranscoder(records.map(dataOf), wantsMembers);
}

/** What is no text is left for the other way to refuse. */
function dataOf(record: SourceRecord): string {
  const data: unknown = 'kinesis' in record ? record.kinesis?.data : undefined;
  return typeof data === 'string' ? data : '';
}

/**
 * Reads a change from a record of either source: by its bytes where they are all there is, as on Kinesis, else,
 * and where those are unusual, by way of objects.
 *
 * @param position of the record in the transcoder's batch
 * @throws {UndecodableError} when no change can be read from the record
 * @throws {ConfigurationError} when the DynamoDB stream carries no new images
 */
export function readChange(record: SourceRecord, position: number, transcoder: KinesisTranscoder): Change {
  const transcoded = 'kinesis' in record ? transcoder.transcode(position) : undefined;
  return transcoded ?? decodeRecord(record, position);
}
