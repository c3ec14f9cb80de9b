import type { DynamoDBRecord } from 'aws-lambda';
import type { ItemChange } from './kinesis-events';

/** A record of DynamoDB Streams as Lambda delivers it: its time is in whole seconds. */
export function streamsRecord(change: ItemChange, position: number) {
  const { table = 'lab-table', keys, newImage, oldImage, at } = change;
  const record = {
    eventID: String(position).padStart(32, '0'),
    eventName: change.eventName ?? (newImage === undefined ? 'REMOVE' : 'MODIFY'),
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'us-east-1',
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(at / 1_000_000),
      Keys: keys,
      ...(newImage && { NewImage: newImage }),
      ...(oldImage && { OldImage: oldImage }),
      SequenceNumber: streamsSequenceNumber(position),
      SizeBytes: 59,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
    eventSourceARN: `arn:aws:dynamodb:us-east-1:123456789012:table/${table}/stream/2015-06-27T00:48:05.899`,
  };
  return record as DynamoDBRecord;
}

export const streamsSequenceNumber = (position: number): string =>
  String(4421584500000000017450439091n + BigInt(position));
