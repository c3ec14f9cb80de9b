import { randomUUID } from 'node:crypto';

/**
 * The partition key counts.
 * https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html
 */
const MAX_RECORD_BYTES = 1024 * 1024;

/** A record as it was in the stream. */
export interface StreamRecord {
  readonly data: Buffer;
  readonly partitionKey: string;
}

/** @param partitionKey that of the record in the stream; any other does where it is not known */
export function streamRecord(data: Buffer, partitionKey: unknown): StreamRecord {
  const isKnown = typeof partitionKey === 'string' && partitionKey !== '';
  return { data, partitionKey: isKnown ? partitionKey : randomUUID() };
}

/** Whether a stream takes a record; those of DynamoDB it always has. */
export function isPuttable({ data, partitionKey }: StreamRecord): boolean {
  return data.length + Buffer.byteLength(partitionKey) <= MAX_RECORD_BYTES;
}
