import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { BuiltFunction } from '../built-function';
import { firehoseEvent, firehoseRecord } from '../firehose-events';
import { ObjectStore } from '../object-store';
import { CREDENTIALS } from '../test-collection';
import { type Shard, ShardedStream, type ShardRecord } from './sharded-stream';

const EVENT = { deliveryStreamArn: 'arn:aws:firehose:us-east-1:123456789012:deliverystream/archive' };

/** Five shards, two of them closed, which cover the hash keys of two that are open. */
const SHARDS: Shard[] = [
  { shardId: 'shardId-000000000000', hashKeys: ['0', '99'], isClosed: true },
  { shardId: 'shardId-000000000001', hashKeys: ['0', '49'] },
  { shardId: 'shardId-000000000002', hashKeys: ['50', '99'] },
  { shardId: 'shardId-000000000003', hashKeys: ['100', '199'], isClosed: true },
  { shardId: 'shardId-000000000004', hashKeys: ['100', '340282366920938463463374607431768211455'] },
];
const OPEN = SHARDS.flatMap(({ shardId, isClosed }) => (isClosed ? [] : [shardId]));

describe('archive-canary', function () {
  this.timeout(60_000);
  let stream: ShardedStream;
  let store: ObjectStore;
  let canary: BuiltFunction;
  let transformer: BuiltFunction;

  before(async () => {
    stream = await ShardedStream.start();
    store = await ObjectStore.start();
    const environment = {
      ...CREDENTIALS,
      AWS_ENDPOINT_URL_KINESIS: stream.url,
      AWS_ENDPOINT_URL_S3: store.url,
      CANARY_BUCKET: 'archive',
    };
    canary = BuiltFunction.load('archive-canary', { ...environment, STREAM_NAME: 'changes' });
    transformer = BuiltFunction.load('firehose-transformer', { ...environment, TABLE_NAME: 'orders' });
  });
  beforeEach(() => {
    stream.reset(SHARDS);
    store.reset();
  });
  after(async () => {
    await canary?.close();
    await transformer?.close();
    await stream?.close();
    await store?.close();
  });

  /** What Firehose does with a record. */
  async function transform({ shardId, data }: ShardRecord): Promise<void> {
    const record = firehoseRecord(data, 0);
    const { kinesisRecordMetadata } = record;
    const records = [{ ...record, kinesisRecordMetadata: { ...kinesisRecordMetadata, shardId } }];
    expect(await transformer.invoke({ ...firehoseEvent([]), records })).to.deep.equal({
      records: [{ recordId: record.recordId, result: 'Dropped' }],
    });
  }

  it('ends when a canary of each open shard came through the transformer', async () => {
    stream.reader = transform;
    const result = (await canary.invoke(EVENT)) as { shards: number; seconds: number };
    expect(result).to.have.all.keys('shards', 'seconds');
    expect(result.shards).to.equal(3);
    expect(result.seconds).to.be.within(0, 10);
    expect([...store.objects.keys()].map((key) => key.split('/').at(-1))).to.have.members(OPEN);
    expect(
      new Set([...store.objects.keys()].map((key) => key.split('/').slice(0, -1).join('/'))).size,
    ).to.equal(1);
  });

  it('waits for a reader that begins late, at LATEST, and one shard later still', async () => {
    const invocation = canary.invoke(EVENT);
    await sleep(1_000);
    stream.reader = async (record) => record.shardId !== OPEN[2] && transform(record);
    await sleep(4_000);
    expect(stream.records.filter(({ shardId }) => shardId === OPEN[0]).length).to.be.at.least(2);
    stream.reader = transform;
    expect(await invocation).to.deep.include({ shards: 3 });
    const byShard = (shard: string | undefined) =>
      stream.records.filter(({ shardId }) => shardId === shard).length;
    // Nothing is put to a shard that was seen.
    expect(byShard(OPEN[0])).to.be.lessThan(byShard(OPEN[2]));
  });

  it('goes on with the shards that a split puts in the place of another', async () => {
    const invocation = canary.invoke(EVENT);
    await sleep(1_000);
    const [parent] = SHARDS.slice(-1);
    stream.shards = [
      ...SHARDS.slice(0, -1),
      { ...parent, isClosed: true } as Shard,
      { shardId: 'shardId-000000000005', hashKeys: ['100', '1000'] },
      { shardId: 'shardId-000000000006', hashKeys: ['1001', '340282366920938463463374607431768211455'] },
    ];
    stream.reader = transform;
    expect(await invocation).to.deep.include({ shards: 4 });
  });

  it('names what it waited for when its time is up', async () => {
    stream.reader = async (record) => record.shardId === OPEN[1] && transform(record);
    const started = Date.now();
    const failure = await failureOf(6_000);
    expect(Date.now() - started).to.be.within(4_000, 5_900);
    expect(failure).to.match(
      /^ConfigurationError: .*2 of the 3 open shards \(shardId-000000000001, shardId-000000000004\)/,
    );
    expect(failure)
      .to.contain('"changes"')
      .and.to.contain(EVENT.deliveryStreamArn)
      .and.to.contain('Then deploy');
  });

  it('waits until access is granted', async () => {
    store.outage = 'denied';
    stream.denial = 'AccessDeniedException';
    stream.reader = transform;
    const invocation = canary.invoke(EVENT);
    await sleep(500);
    stream.denial = undefined;
    await sleep(1_500);
    store.outage = undefined;
    expect(await invocation).to.deep.include({ shards: 3 });
  });

  for (const type of ['AccessDeniedException', 'ResourceNotFoundException']) {
    it(`tells of ${type} when its time is up`, async () => {
      stream.denial = type;
      expect(await failureOf(2_000)).to.match(
        new RegExp(`any shard.*The last error was ${type}: it is ${type}`),
      );
    });
  }

  it('ends in time while the bucket says nothing', async () => {
    store.outage = 'hanging';
    const started = Date.now();
    expect(await failureOf(2_000)).to.match(/^ConfigurationError/);
    expect(Date.now() - started).to.be.lessThan(1_900);
  });

  it('asks for the delivery stream that it is about', async () => {
    for (const event of [null, {}, { deliveryStreamArn: '' }, { deliveryStreamArn: 7 }]) {
      const failure = await canary.invoke(event).then(
        () => undefined,
        (error: Error) => error,
      );
      expect(failure?.message).to.match(/must name the delivery stream/);
    }
    expect(stream.listings).to.equal(0);
  });

  function failureOf(remainingMs: number): Promise<string> {
    return canary.invoke(EVENT, remainingMs).then(
      () => 'it did not fail',
      (error: Error) => `${error.name}: ${error.message}`,
    );
  }
});
