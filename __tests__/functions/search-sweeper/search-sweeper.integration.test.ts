import { expect } from 'chai';
import { BuiltFunction } from '../built-function';
import type { Fault } from '../faults';
import { FaultyProxy } from '../faulty-proxy';
import { type ItemChange, kinesisEvent } from '../kinesis-events';
import { ParkingService } from '../parking-service';
import { loadIndexer } from '../search-indexer/load-indexer';
import { CREDENTIALS, TestCollection } from '../test-collection';

const INDEX = `sweep-${process.pid}`;
const OLD = 1_720_740_233_000_000;
const RETENTION_HOURS = 360;

/** What the data access policy grants the function. */
const GRANTED = ['aoss:ReadDocument', 'aoss:WriteDocument'];

/** What of a request goes wrong, and the sweep comes through. */
const PASSING: readonly Fault[] = [
  ...(['reset before the write', 'reset after the write', 'throttled request', 'capacity limit'] as const),
  ...(['unavailable', 'missing index', 'throttled items', 'missing index for items'] as const),
  ...(['truncated answer', 'answer with an item missing', 'answer that is no JSON'] as const),
];

describe('search-sweeper, built, after search-indexer with soft deletes', function () {
  this.timeout(60_000);
  let collection: TestCollection;
  let sweptCollection: TestCollection;
  let proxy: FaultyProxy;
  let parking: ParkingService;
  let indexer: BuiltFunction;
  let sweeper: BuiltFunction;
  const permissions: string[] = [];

  before(async function () {
    collection = await TestCollection.start(this);
    sweptCollection = await TestCollection.start(this, permissions);
    proxy = await FaultyProxy.start(sweptCollection);
    parking = await ParkingService.start();
    indexer = loadIndexer({ endpoint: collection.url, index: INDEX, parking, softDelete: true });
    sweeper = loadSweeper({});
  });
  after(async () => {
    for (const f of [indexer, sweeper]) await f?.close();
    await proxy?.close();
    await parking?.close();
    for (const c of [collection, sweptCollection]) await c?.close();
  });
  beforeEach(async () => {
    permissions.splice(0, permissions.length, ...GRANTED);
    proxy.faults = [];
    await collection.createIndex(INDEX);
  });
  afterEach(() => collection.deleteIndex(INDEX));

  it('removes the tombstones that are old enough, and nothing else', async () => {
    const now = Date.now() * 1_000;
    const hour = 3_600_000_000;
    await index(
      upsert('live', OLD),
      remove('old', OLD),
      remove('just old enough', now - (RETENTION_HOURS + 1) * hour),
      remove('not yet', now - (RETENTION_HOURS - 1) * hour),
      remove('new', now),
    );
    await sweep();
    expect(await names()).to.deep.equal(['live', 'new', 'not yet']);
    const line = sweeper.logLines().at(-1);
    expect(line).to.include({ level: 'INFO', TombstonesRemoved: 2, TombstonesSuperseded: 0 });
    expect(line).to.include({ TableName: 'lab-table', index: INDEX }).and.to.have.property('_aws');
  });

  for (const [how, at] of [
    ['just then', Date.now() * 1_000],
    ['a microsecond after the delete', OLD + 1],
  ] as const)
    it(`does not remove an item that was made anew ${how}, while searches still find its tombstone`, async () => {
      await index(remove('a', OLD));
      await collection.engine('PUT', `/${INDEX}/_settings`, { 'index.refresh_interval': '-1' });
      await indexer.invoke(kinesisEvent([upsert('a', at)]));
      await sweep();
      expect(sweeper.logLines().at(-1)).to.include({ TombstonesRemoved: 0, TombstonesSuperseded: 1 });
      expect(await names()).to.deep.equal(['a']);
      expect(await collection.documents(INDEX)).to.deep.equal([`{"id":"a","_cdc":{"id":"S=a","at":${at}}}`]);
    });

  it('sweeps each of several indices', async () => {
    const other = `${INDEX}-other`;
    await collection.createIndex(other);
    const routed = loadIndexer({
      endpoint: collection.url,
      routes: [{ index: INDEX }, { index: other, filter: { id: ['b'] } }],
      parking,
      softDelete: true,
    });
    const both = loadSweeper({ SEARCH_INDICES: `${INDEX},${other}` });
    try {
      await routed.invoke(kinesisEvent([upsert('a', OLD), upsert('b', OLD), remove('c', OLD)]));
      await collection.engine('POST', `/${INDEX},${other}/_refresh`);
      expect(await names(other)).to.deep.equal(['a', 'b', 'c']);
      await both.invoke({});
      expect(both.logLines().at(-1)).to.include({ index: `${INDEX},${other}`, TombstonesRemoved: 3 });
      expect(await names()).to.deep.equal(['a', 'b']);
      expect(await names(other)).to.deep.equal(['b']);
    } finally {
      await routed.close();
      await both.close();
      await collection.deleteIndex(other);
    }
  });

  it('goes through all pages, also where many were deleted at once', async () => {
    const many = Array.from({ length: 2_500 }, (_, i) => remove(`item ${i}`, OLD + (i % 2)));
    await index(...many, upsert('live', OLD));
    await sweep();
    expect(await names()).to.deep.equal(['live']);
    expect(sweeper.logLines().at(-1)).to.include({ TombstonesRemoved: 2_500 });
  });

  for (const fault of PASSING)
    it(`comes through searches and deletes that meet: ${fault}`, async () => {
      await index(remove('a', OLD), remove('b', OLD), upsert('live', OLD));
      proxy.faults = [fault, 'none', fault, fault];
      await sweep();
      expect(await names()).to.deep.equal(['live']);
      expect(sweeper.logLines().at(-1)).to.include({ level: 'INFO' });
    });

  it('ends well before its time is over, says why, and goes on in the next run', async () => {
    await index(remove('a', OLD), upsert('live', OLD));
    proxy.faults = ['none', 'hang before the write'];
    const started = Date.now();
    await sweep(3_000);
    expect(Date.now() - started).to.be.lessThan(2_800);
    expect(sweeper.logLines().at(-1)).to.include({ level: 'WARN', TombstonesRemoved: 0 });
    expect(String(sweeper.logLines().at(-1)?.reason)).to.match(/\w/);
    expect(await names()).to.deep.equal(['a', 'live']);
    await sweep();
    expect(await names()).to.deep.equal(['live']);
  });

  for (const missing of GRANTED)
    it(`fails without ${missing}, and says what it needs`, async () => {
      await index(remove('a', OLD));
      permissions.splice(permissions.indexOf(missing), 1);
      const { name, message } = await failure(sweeper);
      expect(name).to.equal('ConfigurationError');
      expect(message).to.match(/403.*aoss:ReadDocument and aoss:WriteDocument on the index/);
      expect(sweeper.logLines().at(-1)).to.include({ level: 'WARN', reason: `${name}: ${message}` });
      expect(await names()).to.deep.equal(['a']);
    });

  it('fails for an index whose mapping hides the tombstones', async () => {
    await collection.deleteIndex(INDEX);
    await collection.createIndex(INDEX, { mappings: { dynamic: false } });
    expect((await failure(sweeper)).message).to.match(/No mapping found.*must map _cdc\.deleted as boolean/);
  });

  for (const [hours, sentence] of [
    ['', /TOMBSTONE_RETENTION_HOURS is not set/],
    ['23', /TOMBSTONE_RETENTION_HOURS is "23"\. It must be a number from 24 to 87600/],
    ['soon', /TOMBSTONE_RETENTION_HOURS is "soon"/],
  ] as const)
    it(`removes nothing when its time is ${JSON.stringify(hours)}`, async () => {
      await index(remove('a', OLD));
      const wrong = loadSweeper({ TOMBSTONE_RETENTION_HOURS: hours });
      const { message } = await failure(wrong).finally(() => wrong.close());
      expect(message).to.match(sentence);
      expect(await names()).to.deep.equal(['a']);
    });

  function loadSweeper(environment: Readonly<Record<string, string>>): BuiltFunction {
    return BuiltFunction.load('search-sweeper', {
      ...CREDENTIALS,
      TABLE_NAME: 'lab-table',
      SEARCH_ENDPOINT: proxy.url,
      SEARCH_INDICES: INDEX,
      TOMBSTONE_RETENTION_HOURS: String(RETENTION_HOURS),
      ...environment,
    });
  }

  /** Indexes changes, and lets searches see them. */
  async function index(...changes: ItemChange[]): Promise<void> {
    expect(await indexer.invoke(kinesisEvent(changes))).to.deep.equal({ batchItemFailures: [] });
    await collection.engine('POST', `/${INDEX}/_refresh`);
  }

  async function sweep(remainingMs?: number): Promise<void> {
    await sweeper.invoke({ source: 'aws.events', 'detail-type': 'Scheduled Event' }, remainingMs);
  }

  async function failure(f: BuiltFunction): Promise<Error> {
    const error = await f.invoke({}).then(
      () => undefined,
      (error: Error) => error,
    );
    if (error === undefined) throw new Error('the function did not fail');
    return error;
  }

  /** The items that have a document or a tombstone. */
  async function names(of = INDEX): Promise<string[]> {
    const documents = await collection.documents(of);
    return documents.map((text) => JSON.parse(text)._cdc.id.replace('S=', '')).sort();
  }
});

function upsert(name: string, at: number): ItemChange {
  const keys = { id: { S: name } };
  return { keys, newImage: keys, at };
}

function remove(name: string, at: number): ItemChange {
  return { keys: { id: { S: name } }, at };
}
