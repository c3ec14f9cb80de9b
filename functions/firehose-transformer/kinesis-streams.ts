import { PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { kinesisClient } from '../aws/kinesis-client';
import type { StreamRecord } from './stream-record';

/** Kinesis as putting back uses it; loaded with the first record that is put back. */
export class KinesisStreams {
  private readonly kinesis = kinesisClient();

  async putRecords(streamArn: string, records: readonly StreamRecord[], abortSignal: AbortSignal) {
    const command = new PutRecordsCommand({
      StreamARN: streamArn,
      Records: records.map(({ data, partitionKey }) => ({ Data: data, PartitionKey: partitionKey })),
    });
    const { Records } = await this.kinesis.send(command, { abortSignal });
    return Records;
  }
}
