import { expect } from 'chai';
import type { BuiltFunction } from '../built-function';
import type { Fault } from '../faults';
import { FaultyProxy } from '../faulty-proxy';
import { ParkingService } from '../parking-service';
import { streamsRecord, streamsSequenceNumber } from '../streams-events';
import { TestCollection } from '../test-collection';
import { indexerVariant } from './indexer-variant';
import { loadIndexer } from './load-indexer';

/** All changes are of this second, so versions do not tell their order. */
const SECOND = 1_720_740_233_000_000;

/** What an item is in turn; undefined once it is deleted. The first write is the late one. */
const ITEMS = { changed: [1, 2, 3], deleted: [1, undefined], 'made anew': [1, undefined, 3] } as const;

/** How long after its failure a request is applied: well within the pause of a second, and well beyond it. */
const WITHIN_MS = [0, 300, 500, 700];
const BEYOND_MS = [2_500, 3_500];
/** Without a pause the successors are written by then, also on a busy machine. */
const LATE_MS = 500;

describe('search-indexer on DynamoDB Streams, where a request is applied after it failed', function () {
  this.timeout(60_000);
  let collection: TestCollection;
  let parking: ParkingService;
  let withoutPause: Readonly<Record<string, string>>;
  const open: { close(): Promise<void> }[] = [];
  const indices: string[] = [];
  let stages = 0;

  before(async function () {
    collection = await TestCollection.start(this);
    parking = await ParkingService.start();
    withoutPause = await indexerVariant({
      file: 'write/bulk-writer.ts',
      find: 'AMBIGUOUS_PAUSE_MS = 1_000',
      replace: 'AMBIGUOUS_PAUSE_MS = 0',
    });
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((service) => service.close()));
    await Promise.all(indices.splice(0).map((index) => collection.deleteIndex(index)));
  });
  after(async () => {
    await parking?.close();
    await collection?.close();
  });

  for (const fault of ['reset, then a late write', 'gateway time-out, then a late write'] as const) {
    it(`pauses so that it does no harm within a second: ${fault}`, async () => {
      const cases = [true, false].flatMap((pauses) =>
        [...WITHIN_MS, ...BEYOND_MS].map((lateMs) => ({ pauses, lateMs })),
      );
      const played = await Promise.all(
        cases.map(async ({ pauses, lateMs }) => ({ pauses, lateMs, stale: await play(pauses, lateMs) })),
      );
      const all = Object.keys(ITEMS).length;
      for (const pauses of [true, false]) {
        const told = played.filter((one) => one.pauses === pauses);
        const counts = told.map(({ lateMs, stale }) => `after ${lateMs} ms ${stale} of ${all}`);
        console.log(`      stale ${pauses ? 'with the pause' : 'without it'}: ${counts.join(', ')}`);
      }
      for (const { pauses, lateMs, stale } of played) {
        if (pauses && WITHIN_MS.includes(lateMs)) expect(stale, `${lateMs} ms`).to.equal(0);
        // The exception that is stated, and what it would be without the pause.
        else if (lateMs >= LATE_MS) expect(stale, `${lateMs} ms`).to.equal(all);
      }
    });

    /** @returns how many items are not as they should be */
    async function play(pauses: boolean, lateMs: number): Promise<number> {
      const { deliver, stale } = await stage(fault, lateMs, pauses);
      expect(await deliver('firsts', 30_000)).to.deep.equal([]);
      expect(await deliver('successors', 30_000)).to.deep.equal([]);
      return stale();
    }
  }

  const ends: [Fault, remainingMs: number, lateMs: number][] = [
    // Too little for a pause and another request, so the time that is for parking has to do.
    ['reset, then a late write', 1_200, 500],
    ['gateway time-out, then a late write', 1_200, 500],
    // The request is given up after 3.2 s.
    ['hang, then a late write', 4_000, 300],
  ];
  for (const [fault, remainingMs, lateMs] of ends) {
    it(`pauses before it gives a batch back, within its time: ${fault}`, async () => {
      const { deliver, stale } = await stage(fault, lateMs);
      const began = Date.now();
      expect(await deliver('firsts', remainingMs)).to.deep.equal([streamsSequenceNumber(0)]);
      expect(Date.now() - began).to.be.lessThan(remainingMs);
      expect(await deliver('all', 30_000)).to.deep.equal([]);
      expect(await stale()).to.equal(0);
    });
  }

  it('pauses before a batch comes again that had a refusal beside an item whose fate is unknown', async () => {
    const { indexer, proxy } = await stage('none', 0);
    const items = [
      { status: 500, error: { type: 'exception' } },
      { status: 403, error: {} },
      { status: 201 },
    ];
    proxy.refuseWith = { status: 200, body: { items: items.map((index) => ({ index })) } };
    const began = Date.now();
    const error = await indexer.invoke({ Records: RECORDS.firsts }).catch((error: Error) => error);
    expect(error).to.have.property('name', 'ConfigurationError');
    expect(Date.now() - began).to.be.within(1_000, 3_000);
  });

  /** An indexer whose next request fails so, and is applied so long afterwards. */
  async function stage(fault: Fault, lateMs: number, pauses = true) {
    const index = `pause-${process.pid}-${++stages}`;
    await collection.createIndex(index);
    indices.push(index);
    const proxy = await FaultyProxy.start(collection);
    const props = { endpoint: proxy.url, index, parking, ...(!pauses && { files: withoutPause }) };
    const indexer: BuiltFunction = loadIndexer(props);
    open.push(proxy, indexer);
    await indexer.ready;
    proxy.faults = [fault];
    proxy.lateMs = lateMs;
    return {
      indexer,
      proxy,
      deliver: async (what: keyof typeof RECORDS, remainingMs: number): Promise<string[]> => {
        const answer = await indexer.invoke({ Records: RECORDS[what] }, remainingMs);
        const { batchItemFailures } = answer as { batchItemFailures: { itemIdentifier: string }[] };
        return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
      },
      stale: async (): Promise<number> => {
        await proxy.settled();
        const documents = (await collection.documents(index)).map((text) => JSON.parse(text));
        const numbers = new Map(documents.map(({ id, n }) => [id, n]));
        return Object.entries(ITEMS).filter(([id, states]) => numbers.get(id) !== states.at(-1)).length;
      },
    };
  }
});

const states = Object.entries(ITEMS).flatMap(([id, states]) => states.map((n, place) => ({ id, n, place })));
const inOrder = states.sort((a, b) => a.place - b.place);
const all = inOrder.map(({ id, n }, position) => {
  const keys = { id: { S: id } };
  const newImage = n === undefined ? undefined : { ...keys, n: { N: String(n) } };
  return streamsRecord({ keys, at: SECOND, ...(newImage && { newImage }) }, position);
});
const isFirst = (_: unknown, position: number) => inOrder[position]?.place === 0;

const RECORDS = {
  firsts: all.filter(isFirst),
  successors: all.filter((record, position) => !isFirst(record, position)),
  all,
};
