import type { KinesisStreamEvent, KinesisStreamRecord } from 'aws-lambda';
import type { AttributeMap, AttributeValue } from '../../functions/change/attribute-value';

export interface ItemChange {
  readonly table?: string;
  readonly keys: AttributeMap;
  /** Absent where the item was deleted. */
  readonly newImage?: AttributeMap;
  /** @default the keys in Kinesis' records, none in those of DynamoDB Streams */
  readonly oldImage?: AttributeMap;
  /** @default REMOVE without a new image, else MODIFY */
  readonly eventName?: string;
  /** In microseconds. */
  readonly at: number;
  /** How exactly the record tells the time. @default MICROSECOND */
  readonly precision?: 'MICROSECOND' | 'MILLISECOND';
}

const STREAM_ARN = 'arn:aws:kinesis:us-east-1:123456789012:stream/kinesis-stream-data-lab';

/** The record that DynamoDB writes to Kinesis, as captured; binary attributes are base64 twice. */
export function changeRecord(change: ItemChange): object {
  const { table = 'lab-table', keys, newImage, oldImage = keys, at, precision = 'MICROSECOND' } = change;
  return {
    awsRegion: 'us-east-1',
    eventID: 'c9a5a5d0-6f3c-4d4e-9f0a-2f2b7c1d8e11',
    eventName: change.eventName ?? (newImage === undefined ? 'REMOVE' : 'MODIFY'),
    userIdentity: null,
    recordFormat: 'application/json',
    tableName: table,
    dynamodb: {
      ApproximateCreationDateTime: precision === 'MICROSECOND' ? at : at / 1_000,
      Keys: encodeTwice(keys),
      ...(newImage && { NewImage: encodeTwice(newImage) }),
      ...(change.eventName !== 'INSERT' && { OldImage: encodeTwice(oldImage) }),
      SizeBytes: 99,
      ApproximateCreationDateTimePrecision: precision,
    },
    eventSource: 'aws:dynamodb',
  };
}

/** A record of a shard as Lambda delivers it; sequence numbers grow with `position`. */
export function kinesisRecord(
  data: object | string | Buffer,
  position: number,
  partitionKey = '1F0A9C3B5D7E2F4A6B8C0D1E2F3A4B5C',
): KinesisStreamRecord {
  const sequenceNumber = sequenceNumberAt(position);
  const bytes = Buffer.isBuffer(data) || typeof data === 'string' ? data : JSON.stringify(data);
  return {
    kinesis: {
      kinesisSchemaVersion: '1.0',
      partitionKey,
      sequenceNumber,
      data: Buffer.from(bytes).toString('base64'),
      approximateArrivalTimestamp: 1_720_740_233.5,
    },
    eventSource: 'aws:kinesis',
    eventVersion: '1.0',
    eventID: `shardId-000000000006:${sequenceNumber}`,
    eventName: 'aws:kinesis:record',
    invokeIdentityArn: 'arn:aws:iam::123456789012:role/indexer',
    awsRegion: 'us-east-1',
    eventSourceARN: STREAM_ARN,
  };
}

export function kinesisEvent(changes: readonly ItemChange[]): KinesisStreamEvent {
  return { Records: changes.map((change, i) => kinesisRecord(changeRecord(change), i)) };
}

/** 56 digits, as Kinesis numbers records. */
export const sequenceNumberAt = (position: number): string =>
  (49590338271490256608559692538361571095921575989136588898n + BigInt(position)).toString();

export function encodeTwice(map: AttributeMap): AttributeMap {
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, encodeValueTwice(value)]));
}

function encodeValueTwice(value: AttributeValue): AttributeValue {
  if ('B' in value) return { B: Buffer.from(value.B).toString('base64') };
  if ('BS' in value) return { BS: value.BS.map((binary) => Buffer.from(binary).toString('base64')) };
  if ('M' in value) return { M: encodeTwice(value.M) };
  return 'L' in value ? { L: value.L.map(encodeValueTwice) } : value;
}
