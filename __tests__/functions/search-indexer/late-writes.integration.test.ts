import { expect } from 'chai';
import { DEFAULT_MAPPINGS, DEFAULT_SETTINGS } from '../../../modules/search-index';
import type { BuiltFunction } from '../built-function';
import { kinesisEvent } from '../kinesis-events';
import { ParkingService } from '../parking-service';
import { TestCollection } from '../test-collection';
import { loadIndexer } from './load-indexer';

const INDEX = `late-writes-${process.pid}`;
const LIVE = `${INDEX}-live`;
const START = 1_720_740_233_000_000;
const KEYS = { id: { S: 'a' } };
const TOMBSTONE = `{"_cdc":{"id":"S=a","at":${START + 2},"deleted":true}}`;

/** What makes OpenSearch forget the version of a delete. */
const FORGETTING: readonly [string, (collection: TestCollection) => Promise<void>][] = [
  [
    'its time is over, here 100 ms',
    async (collection) => {
      await collection.engine('PUT', `/${INDEX}/_settings`, { 'index.gc_deletes': '100ms' });
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      await collection.engine('POST', `/${INDEX}/_refresh`);
    },
  ],
  [
    'the index is opened anew, as on another node',
    async (collection) => {
      await collection.engine('POST', `/${INDEX}/_close`);
      await collection.engine('POST', `/${INDEX}/_open?wait_for_active_shards=1`);
    },
  ],
];

describe('search-indexer, an older write that comes after the delete', function () {
  this.timeout(60_000);
  let collection: TestCollection;
  let parking: ParkingService;
  let indexer: BuiltFunction;
  let softIndexer: BuiltFunction;

  before(async function () {
    collection = await TestCollection.start(this);
    parking = await ParkingService.start();
    indexer = loadIndexer({ endpoint: collection.url, index: INDEX, parking });
    softIndexer = loadIndexer({ endpoint: collection.url, index: INDEX, parking, softDelete: true });
  });
  after(async () => {
    await indexer?.close();
    await softIndexer?.close();
    await parking?.close();
    await collection?.close();
  });
  beforeEach(async () => {
    parking.reset();
    await collection.createIndex(INDEX, {
      mappings: DEFAULT_MAPPINGS,
      settings: DEFAULT_SETTINGS,
      aliases: { [LIVE]: { filter: { bool: { must_not: { term: { '_cdc.deleted': true } } } } } },
    });
  });
  afterEach(() => collection.deleteIndex(INDEX));

  it('is refused while OpenSearch remembers the delete', async () => {
    await writeThenDelete(indexer);
    await upsert(indexer, START + 1, 'late');
    expect(await collection.documents(INDEX)).to.deep.equal([]);
    expect(indexer.logLines().at(-1)).to.include({ Stale: 1, Applied: 0 });
  });

  for (const [what, forget] of FORGETTING) {
    it(`brings the item back once ${what}: this is the limit without soft deletes`, async () => {
      await writeThenDelete(indexer);
      await forget(collection);
      await upsert(indexer, START + 1, 'late');
      expect(await collection.documents(INDEX)).to.deep.equal([
        `{"id":"a","name":"late","_cdc":{"id":"S=a","at":${START + 1}}}`,
      ]);
    });

    it(`is refused with soft deletes even when ${what}`, async () => {
      await writeThenDelete(softIndexer);
      await forget(collection);
      await upsert(softIndexer, START + 1, 'late');
      expect(softIndexer.logLines().at(-1)).to.include({ Stale: 1, Applied: 0 });
      expect(await collection.documents(INDEX)).to.deep.equal([TOMBSTONE]);
      expect(await collection.documents(LIVE)).to.deep.equal([]);
    });
  }

  it('finds a tombstone of an item that was never there', async () => {
    await remove(softIndexer, START + 2);
    await upsert(softIndexer, START + 1, 'late');
    expect(await collection.documents(INDEX)).to.deep.equal([TOMBSTONE]);
  });

  it('is refused with soft deletes, and a newer one makes the item live again', async () => {
    await writeThenDelete(softIndexer);
    await upsert(softIndexer, START + 3, 'new');
    const revived = [`{"id":"a","name":"new","_cdc":{"id":"S=a","at":${START + 3}}}`];
    expect(await collection.documents(LIVE)).to.deep.equal(revived);
    await remove(softIndexer, START + 2);
    expect(await collection.documents(INDEX)).to.deep.equal(revived);
  });

  it('leaves one tombstone of several changes in a batch, if the last is a delete', async () => {
    await softIndexer.invoke(
      kinesisEvent([
        { keys: KEYS, at: START + 2 },
        { keys: KEYS, newImage: KEYS, at: START + 1 },
      ]),
    );
    expect(await collection.documents(INDEX)).to.deep.equal([TOMBSTONE]);
  });

  it('parks a delete whose tombstone the index refuses, and puts no marker in its place', async () => {
    await collection.deleteIndex(INDEX);
    await collection.createIndex(INDEX, { mappings: { properties: { _cdc: { type: 'keyword' } } } });
    await remove(softIndexer, START);
    expect(await collection.documents(INDEX)).to.deep.equal([]);
    expect(Array.from(parking.objects.values(), ({ reason }) => reason)).to.deep.equal(['refused']);
    expect(softIndexer.logLines().at(-1)).to.include({ BulkRequests: 1, Parked: 1 });
  });

  async function writeThenDelete(target: BuiltFunction): Promise<void> {
    await upsert(target, START, 'first');
    await remove(target, START + 2);
  }

  async function upsert(target: BuiltFunction, at: number, name: string): Promise<void> {
    await target.invoke(kinesisEvent([{ keys: KEYS, newImage: { ...KEYS, name: { S: name } }, at }]));
  }

  async function remove(target: BuiltFunction, at: number): Promise<void> {
    await target.invoke(kinesisEvent([{ keys: KEYS, at }]));
  }
});
