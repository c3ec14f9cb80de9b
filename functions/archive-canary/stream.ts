import {
  ListShardsCommand,
  type ListShardsCommandInput,
  type ListShardsCommandOutput,
  PutRecordCommand,
} from '@aws-sdk/client-kinesis';
import { kinesisClient } from '../aws/kinesis-client';

export interface OpenShard {
  readonly shardId: string;
  /** The first hash key that is its. */
  readonly hashKey: string;
}

/** A Kinesis stream. */
export class Stream {
  private readonly kinesis = kinesisClient();

  constructor(private readonly name: string) {}

  /** A shard is open while its numbers have no end. https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ListShards.html */
  async openShards(abortSignal: AbortSignal): Promise<readonly OpenShard[]> {
    const open: OpenShard[] = [];
    let page: ListShardsCommandInput | undefined = { StreamName: this.name };
    while (page !== undefined) {
      const answer: ListShardsCommandOutput = await this.kinesis.send(new ListShardsCommand(page), {
        abortSignal,
      });
      const { Shards = [], NextToken } = answer;
      for (const { ShardId, HashKeyRange, SequenceNumberRange } of Shards) {
        if (SequenceNumberRange?.EndingSequenceNumber !== undefined) continue;
        if (ShardId === undefined || HashKeyRange?.StartingHashKey === undefined) continue;
        open.push({ shardId: ShardId, hashKey: HashKeyRange.StartingHashKey });
      }
      // A token stands for the name, too, and may not come beside it.
      page = NextToken ? { NextToken } : undefined;
    }
    return open;
  }

  async put(data: Buffer, { shardId, hashKey }: OpenShard, abortSignal: AbortSignal): Promise<void> {
    const command = new PutRecordCommand({
      StreamName: this.name,
      Data: data,
      PartitionKey: shardId,
      ExplicitHashKey: hashKey,
    });
    await this.kinesis.send(command, { abortSignal });
  }
}
