import type { IncomingMessage, ServerResponse } from 'node:http';
import { type RunningServer, readAll, serve } from '../http-server';

export interface Shard {
  readonly shardId: string;
  readonly hashKeys: readonly [start: string, end: string];
  readonly isClosed?: boolean;
}

/** A record as it came into a shard. */
export interface ShardRecord {
  readonly shardId: string;
  readonly data: Buffer;
}

/** How many shards one answer of ListShards has. */
const PAGE = 2;

/** Kinesis' ListShards and PutRecord for a stream called "changes"; each record goes to whoever reads. */
export class ShardedStream {
  shards: readonly Shard[] = [];
  /** Nobody reads before it is set; records from before are never read, as from LATEST. */
  reader: ((record: ShardRecord) => Promise<unknown>) | undefined;
  denial: string | undefined;
  readonly records: ShardRecord[] = [];
  /** ListShards requests. */
  listings = 0;

  private constructor(private readonly server: RunningServer) {}

  static async start(): Promise<ShardedStream> {
    const stream: ShardedStream = new ShardedStream(
      await serve((request, response) => stream.handle(request, response)),
    );
    return stream;
  }

  get url(): string {
    return this.server.url;
  }

  reset(shards: readonly Shard[]): void {
    this.shards = shards;
    this.reader = undefined;
    this.denial = undefined;
    this.records.length = 0;
    this.listings = 0;
  }

  close(): Promise<void> {
    return this.server.close();
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = JSON.parse((await readAll(request)).toString('utf8'));
    const [, operation] = String(request.headers['x-amz-target']).split('.');
    if (this.denial !== undefined) return fail(response, this.denial);
    if (operation === 'ListShards') return this.list(body, response);
    if (operation === 'PutRecord') return this.put(body, response);
    fail(response, 'UnknownOperationException');
  }

  private list({ NextToken, StreamName }: Record<string, string>, response: ServerResponse): void {
    this.listings++;
    const start = Number(NextToken ?? 0);
    const Shards = this.shards
      .slice(start, start + PAGE)
      .map(({ shardId, hashKeys: [first, last], isClosed }) => ({
        ShardId: shardId,
        HashKeyRange: { StartingHashKey: first, EndingHashKey: last },
        SequenceNumberRange: { StartingSequenceNumber: '1', ...(isClosed && { EndingSequenceNumber: '9' }) },
      }));
    const more = start + PAGE < this.shards.length;
    // As Kinesis has it: one of the two.
    const isKnown = NextToken === undefined ? StreamName === 'changes' : StreamName === undefined;
    if (isKnown) response.end(JSON.stringify({ Shards, ...(more && { NextToken: String(start + PAGE) }) }));
    else fail(response, 'ResourceNotFoundException');
  }

  private put(body: Record<string, string>, response: ServerResponse): void {
    const hashKey = BigInt(body.ExplicitHashKey ?? -1);
    const shard = this.shards.find(
      ({ hashKeys: [first, last], isClosed }) =>
        !isClosed && BigInt(first) <= hashKey && hashKey <= BigInt(last),
    );
    if (shard === undefined || body.StreamName !== 'changes') {
      fail(response, 'InvalidArgumentException');
      return;
    }
    const record = { shardId: shard.shardId, data: Buffer.from(body.Data ?? '', 'base64') };
    this.records.push(record);
    this.reader?.(record).catch(() => undefined);
    response.end(JSON.stringify({ ShardId: shard.shardId, SequenceNumber: String(this.records.length) }));
  }
}

function fail(response: ServerResponse, type: string): void {
  response.writeHead(400).end(JSON.stringify({ __type: type, message: `it is ${type}` }));
}
