import type { Change } from '../change/change';
import { decodeRecord, type SourceRecord } from '../change/decode-record';
import type { KinesisTranscoder } from './kinesis-transcoder';

/**
 * Reads a change from a record of either source: by its bytes where they are all there is, as on Kinesis, else,
 * and where those are unusual, by way of objects.
 *
 * @throws {UndecodableError} when no change can be read from the record
 * @throws {ConfigurationError} when the DynamoDB stream carries no new images
 */
export function readChange(record: SourceRecord, position: number, transcoder: KinesisTranscoder): Change {
  const transcoded = 'kinesis' in record ? transcoder.transcode(record.kinesis.data, position) : undefined;
  return transcoded ?? decodeRecord(record, position);
}
