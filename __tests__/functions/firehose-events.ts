import type { FirehoseTransformationEvent, FirehoseTransformationEventRecord } from 'aws-lambda';
import { changeRecord, type ItemChange, sequenceNumberAt } from './kinesis-events';

export const SOURCE_STREAM_ARN = 'arn:aws:kinesis:us-east-1:123456789012:stream/changes';

/** What Firehose hands over of a Kinesis stream. @param data what was in the stream; strings are not base64 yet */
export function firehoseEvent(data: readonly (object | string | Buffer)[]): FirehoseTransformationEvent {
  return {
    invocationId: 'd3b2c0c6-3c0f-4a0b-9a52-3e2f1b7a5c11',
    deliveryStreamArn: 'arn:aws:firehose:us-east-1:123456789012:deliverystream/archive',
    sourceKinesisStreamArn: SOURCE_STREAM_ARN,
    region: 'us-east-1',
    records: data.map(firehoseRecord),
  };
}

export const firehoseChanges = (changes: readonly ItemChange[]): FirehoseTransformationEvent =>
  firehoseEvent(changes.map(changeRecord));

export function firehoseRecord(
  data: object | string | Buffer,
  position: number,
): FirehoseTransformationEventRecord {
  const bytes = Buffer.isBuffer(data) || typeof data === 'string' ? data : JSON.stringify(data);
  const sequenceNumber = sequenceNumberAt(position);
  return {
    recordId: `shardId-000000000006${sequenceNumber}0000000000000000000000`,
    approximateArrivalTimestamp: 1_720_740_233_500,
    data: Buffer.from(bytes).toString('base64'),
    kinesisRecordMetadata: {
      shardId: 'shardId-000000000006',
      partitionKey: partitionKeyAt(position),
      approximateArrivalTimestamp: 1_720_740_233_500,
      sequenceNumber,
      subsequenceNumber: '0',
    },
  };
}

export const partitionKeyAt = (position: number): string =>
  position.toString(16).toUpperCase().padStart(32, '0');
