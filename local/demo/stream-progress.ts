import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  ListShardsCommand,
} from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { Emulator } from '../aws/emulator';

export interface StreamProgressProps {
  readonly emulator: Pick<Emulator, 'credentials' | 'region' | 'endpoint'>;
  readonly stream: string;
  readonly functionName: string;
}

/** How far the function is with the stream: changes on it, against changes that the function says it finished. */
export class StreamProgress {
  private readonly kinesis: KinesisClient;
  private readonly logs: CloudWatchLogsClient;
  private readonly iterators = new Map<string, string>();
  private written = 0;

  constructor(private readonly props: StreamProgressProps) {
    const { credentials, region, endpoint } = props.emulator;
    // HTTP/1.1: the emulator does not speak HTTP/2.
    this.kinesis = new KinesisClient({
      credentials,
      region,
      endpoint,
      requestHandler: new NodeHttpHandler(),
    });
    this.logs = new CloudWatchLogsClient({ credentials, region, endpoint });
  }

  /** Changes on the stream so far. */
  async onStream(): Promise<number> {
    if (this.iterators.size === 0) await this.openShards();
    for (const [shard, first] of this.iterators) {
      for (let iterator = first; ; ) {
        const page = await this.kinesis.send(
          new GetRecordsCommand({ ShardIterator: iterator, Limit: 10_000 }),
        );
        this.written += page.Records?.length ?? 0;
        iterator = page.NextShardIterator ?? iterator;
        this.iterators.set(shard, iterator);
        if ((page.Records?.length ?? 0) === 0) break;
      }
    }
    return this.written;
  }

  /** Changes that the function has finished, by the summary that it logs of each invocation. */
  async finished(): Promise<number> {
    const summaries = await this.summaries();
    return summaries.reduce((sum, { Changes, Unfinished }) => sum + (Unfinished === 0 ? Changes : 0), 0);
  }

  /** Invocations that gave changes back to the stream. */
  async failures(): Promise<number> {
    return (await this.summaries()).filter(({ Unfinished }) => Unfinished > 0).length;
  }

  private async summaries(): Promise<Summary[]> {
    const logGroupName = `/aws/lambda/${this.props.functionName}`;
    const summaries: Summary[] = [];
    for await (const { events } of paginateFilterLogEvents({ client: this.logs }, { logGroupName })) {
      for (const { message = '' } of events ?? []) {
        const json = message.indexOf('{"level"');
        if (json >= 0) summaries.push(JSON.parse(message.slice(json)));
      }
    }
    return summaries;
  }

  private async openShards(): Promise<void> {
    const { stream } = this.props;
    const { Shards } = await this.kinesis.send(new ListShardsCommand({ StreamName: stream }));
    for (const { ShardId } of Shards ?? []) {
      const { ShardIterator } = await this.kinesis.send(
        new GetShardIteratorCommand({ StreamName: stream, ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
      );
      this.iterators.set(ShardId ?? '', ShardIterator ?? '');
    }
  }
}

/** What is read of the function's log line. */
interface Summary {
  readonly Changes: number;
  readonly Unfinished: number;
}
