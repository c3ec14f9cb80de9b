import type { SourceRecord } from '../change/decode-record';
import type { SearchError } from '../write/verdict';

/** Where parked changes lie in the parking bucket; the function's role may write there only. */
export const PARKING_PREFIX = 'parked/';

/** Why a change can never be indexed, or archived. */
export type ParkingReason =
  /** No change can be read from the record. */
  | 'undecodable'
  /** It is a change of a table that the function does not serve. */
  | 'foreign'
  /** The index refuses the document. */
  | 'refused'
  /** Even without its old image it is larger than what an archive's delivery stream takes. */
  | 'too large';

/** A parked change, as it lies in the bucket: one JSON object a change. */
export interface ParkedChange {
  /** The version of this format. */
  readonly version: 1;
  readonly reason: ParkingReason;
  /** The error as it came: OpenSearch's own, or what could not be read. May quote the item. */
  readonly error: SearchError;
  /** Only of a refused change: each index that refused it; `error` is that of the first. */
  readonly refusals?: readonly Refusal[];
  readonly position: Position;
  /** When it was parked, ISO 8601. */
  readonly parkedAt: string;
  /** The record as Lambda delivered it, whole. */
  readonly record: SourceRecord;
}

export function parkedChange(record: SourceRecord, reason: ParkingReason, error: SearchError): ParkedChange {
  return {
    version: 1,
    reason,
    error,
    position: positionOf(record),
    parkedAt: new Date().toISOString(),
    record,
  };
}

/** What one index said to the document. */
export interface Refusal {
  readonly index: string;
  readonly error: SearchError;
}

/** Where in its stream a record stands. */
export interface Position {
  readonly eventSourceARN: string;
  /** Kinesis only: DynamoDB Streams tells the function no shard. */
  readonly shardId?: string;
  readonly sequenceNumber: string;
}

/** The sequence number by which Lambda is told of a record. */
export function sequenceNumberOf(record: SourceRecord): string {
  const sequenceNumber =
    'kinesis' in record ? record.kinesis?.sequenceNumber : record.dynamodb?.SequenceNumber;
  if (typeof sequenceNumber === 'string' && sequenceNumber !== '') return sequenceNumber;
  throw new TypeError(
    'A record has no sequence number, so it could never be acknowledged. ' +
      'The function takes the events of Kinesis and DynamoDB Streams event source mappings only.',
  );
}

export function positionOf(record: SourceRecord): Position {
  const position = {
    eventSourceARN: String(record.eventSourceARN ?? ''),
    sequenceNumber: sequenceNumberOf(record),
  };
  // The event id of a Kinesis record is `shardId-000000000000:SEQUENCE_NUMBER`.
  const shardId = 'kinesis' in record ? record.eventID?.split(':')[0] : undefined;
  return shardId ? { ...position, shardId } : position;
}

/** The object's key: made of the position, so that parking a change again overwrites it. */
export function parkedKey({ eventSourceARN, shardId, sequenceNumber }: Position): string {
  const source = eventSourceARN.split(':').slice(5).join(':') || 'unknown';
  return [`${PARKING_PREFIX}${source}`, shardId, `${sequenceNumber}.json`].filter(Boolean).join('/');
}
