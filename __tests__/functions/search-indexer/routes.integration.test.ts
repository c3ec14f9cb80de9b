import { expect } from 'chai';
import fc from 'fast-check';
import type { AttributeMap } from '../../../functions/change/attribute-value';
import type { Route } from '../../../functions/route/route';
import type { BuiltFunction } from '../built-function';
import { deliver, type StreamRecord } from '../delivery';
import type { Fault } from '../faults';
import { FaultyProxy } from '../faulty-proxy';
import { changeRecord, type ItemChange, kinesisEvent, kinesisRecord } from '../kinesis-events';
import { ParkingService } from '../parking-service';
import { streamsRecord } from '../streams-events';
import { TestCollection } from '../test-collection';
import { type IndexerProps, loadIndexer } from './load-indexer';

const START = 1_720_740_233_000_000;
const INDICES = ['a', 'b', 'rest'] as const;
const nameOf = (index: string): string => `routes-${process.pid}-${index}`;

/** Items of the kinds "a" and "b" have an index each, drafts none; the rest are only known by their kind. */
const ROUTES: readonly Route[] = [
  { index: nameOf('a'), filter: { kind: ['a'], draft: [{ exists: false }] } },
  {
    index: nameOf('b'),
    filter: { kind: ['b'], n: [{ numeric: ['<', 90] }] },
    exclude: ['draft'],
    rename: { n: 'count' },
  },
  { index: nameOf('rest'), filter: { kind: [{ 'anything-but': ['a', 'b'] }] }, exclude: ['n', 'draft'] },
];

/** The same said by a user's module. */
const TRANSFORM = `
exports.transform = ({ id, kind, n, draft }) => ({
  ${JSON.stringify(nameOf('a'))}: kind === 'a' && draft === undefined ? { id, kind, n } : undefined,
  ${JSON.stringify(nameOf('b'))}: kind === 'b' && n < 90 ? { id, kind, count: n } : undefined,
  ${JSON.stringify(nameOf('rest'))}: kind === 'a' || kind === 'b' ? undefined : { id, kind },
});`;

interface State {
  readonly kind: string;
  readonly n: number;
  readonly draft: boolean;
}

/** What each index is to have of an item. */
const EXPECTED: Readonly<Record<string, (state: State) => object | undefined>> = {
  a: ({ kind, n, draft }) => (kind === 'a' && !draft ? { kind, n } : undefined),
  b: ({ kind, n }) => (kind === 'b' && n < 90 ? { kind, count: n } : undefined),
  rest: ({ kind }) => (kind === 'c' || kind === 'd' ? { kind } : undefined),
};

/** Each shows a way in which writes to some indices are done, and those to others are not. */
const FAULTS: readonly Fault[] = [
  'throttled request',
  'throttled items',
  'mixed failures of items',
  'missing index for items',
  'reset before the write',
  'reset after the write',
  'answer with an item missing',
  'body too large',
];

const step = fc.record({
  id: fc.integer({ min: 0, max: 2 }),
  state: fc.option(
    fc.record({
      kind: fc.constantFrom('a', 'b', 'c', 'd'),
      n: fc.integer({ min: 0, max: 99 }),
      draft: fc.boolean(),
    }),
    { nil: undefined, freq: 5 },
  ),
});

const history = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 20 }),
  twice: fc.infiniteStream(fc.boolean()),
  order: fc.infiniteStream(fc.nat()),
  faults: fc.array(fc.constantFrom(...FAULTS), { maxLength: 4 }),
  batchSize: fc.integer({ min: 1, max: 25 }),
});

describe('search-indexer with routes', function () {
  this.timeout(300_000);
  let collection: TestCollection;
  let proxy: FaultyProxy;
  let parking: ParkingService;
  let common: Pick<IndexerProps, 'endpoint' | 'parking' | 'requestTimeoutSeconds' | 'routes'>;

  before(async function () {
    collection = await TestCollection.start(this);
    proxy = await FaultyProxy.start(collection);
    parking = await ParkingService.start();
    common = { endpoint: proxy.url, parking, requestTimeoutSeconds: 1, routes: ROUTES };
  });
  after(async () => {
    await proxy?.close();
    await parking?.close();
    await collection?.close();
  });
  beforeEach(async () => {
    parking.reset();
    proxy.faults = [];
    for (const index of INDICES) await collection.createIndex(nameOf(index));
  });
  afterEach(async () => {
    for (const index of INDICES) await collection.deleteIndex(nameOf(index));
  });

  let run = 0;
  for (const [how, transform] of [
    ['configured', undefined],
    ["of a user's module", TRANSFORM],
  ] as const) {
    for (const source of ['Kinesis', 'DynamoDB Streams'] as const) {
      it(`${how}, has each item where it belongs and nowhere else, whatever happens from ${source}`, async () => {
        await fc.assert(
          fc.asyncProperty(history, async ({ steps, twice, order, faults, batchSize }) => {
            // Items of their own: the index of the last run is kept.
            const prefix = `${++run}`;
            const changes = steps.map(({ id, state }, i) => change(`${prefix}-${id}`, state, i));
            const inOrder = changes.map((change, i) =>
              source === 'Kinesis' ? kinesisRecord(changeRecord(change), i) : streamsRecord(change, i),
            );
            proxy.faults = [...faults];
            const indexer = loadIndexer({ ...common, ...(transform && { transform }) });
            try {
              await drain(
                source === 'Kinesis' ? disordered(changes, twice, order) : inOrder,
                indexer,
                batchSize,
              );
            } finally {
              await indexer.close();
            }
            for (const index of INDICES) {
              const found = (await collection.documents(nameOf(index))).filter((text) =>
                text.includes(`"id":"${prefix}-`),
              );
              expect(found, index).to.deep.equal(documents(index, prefix, steps, source));
            }
          }),
          { numRuns: Number(process.env.HISTORIES ?? 60) / 6 },
        );
      });
    }
  }

  it('shows in a marker nothing that the route leaves out', async () => {
    const index = `${nameOf('a')}-strict`;
    await collection.createIndex(index, { mappings: { properties: { n: { type: 'long' } } } });
    const indexer = loadIndexer({
      ...common,
      routes: [{ index, exclude: ['id', 'secret'], rename: { kind: 'sort' } }],
    });
    const keys = { id: { S: 'x' }, kind: { S: 'k' } };
    const newImage = { ...keys, n: { S: 'poison' }, secret: { S: 's' } };
    try {
      await indexer.invoke(kinesisEvent([{ keys, newImage, at: START }]));
      const reserved = { id: 'S=x&S=k', at: START, refused: 'mapper_parsing_exception' };
      expect(await collection.documents(index)).to.deep.equal([
        JSON.stringify({ sort: 'k', _cdc: { ...reserved, item: { sort: 'k', n: 'poison' } } }),
      ]);
      const [parked] = parking.objects.values();
      expect(parked?.refusals).to.deep.equal([{ index, error: parked?.error }]);
    } finally {
      await indexer.close();
      await collection.deleteIndex(index);
    }
  });

  it('parks an item for which the module throws, and leaves no older document of it', async () => {
    const transform = `exports.transform = (item) => {
      if (item.n > 1) throw new RangeError('n is ' + item.n);
      return { ${JSON.stringify(nameOf('a'))}: { ...item, now: new Date(0), big: 2n ** 70n } };
    };`;
    const indexer = loadIndexer({ ...common, transform });
    const exact = '12345678901234567890.123456789012345678';
    const items = (n: number, at: number) =>
      kinesisEvent(
        ['x', 'y'].map((id) => ({
          keys: { id: { S: id } },
          newImage: { id: { S: id }, n: { N: id === 'x' ? String(n) : '1' }, 'a.b': { N: exact } },
          at,
        })),
      );
    try {
      expect(await indexer.invoke(items(1, START))).to.deep.equal({ batchItemFailures: [] });
      expect(await collection.documents(nameOf('a'))).to.have.length(2);
      expect(await indexer.invoke(items(2, START + 1))).to.deep.equal({ batchItemFailures: [] });
    } finally {
      await indexer.close();
    }
    expect(await collection.documents(nameOf('a'))).to.deep.equal([
      `{"id":"y","n":1,"a%2Eb":${exact},"now":"1970-01-01T00:00:00.000Z","big":1180591620717411303424,"_cdc":{"id":"S=y","at":${START + 1}}}`,
    ]);
    const [parked, ...more] = parking.objects.values();
    expect(more).to.deep.equal([]);
    expect(parked?.reason).to.equal('refused');
    expect(parked?.error).to.deep.equal({ type: 'transform_exception', reason: 'RangeError: n is 2' });
  });

  for (const [what, result, reason] of [
    ['an unknown index', '{ elsewhere: {} }', /"elsewhere"; the indices are routes-/],
    ['no object', '"text"', /has to return a plain object/],
    ['a promise', 'Promise.resolve({})', /has to return a plain object at once, not a promise/],
    ['a promise that is broken', "Promise.reject(new Error('x'))", /not a promise/],
    ['a list with holes', `{ ${JSON.stringify(nameOf('a'))}: { a: [1, , 3] } }`, /\.a\[1\] is undefined/],
    [
      'a date that is none',
      `{ ${JSON.stringify(nameOf('a'))}: { a: new Date(NaN) } }`,
      /\.a is a Date, which is no JSON/,
    ],
    ['a document that is none', `{ ${JSON.stringify(nameOf('a'))}: 1 }`, /is no plain object/],
    [
      'a value that is no JSON',
      `{ ${JSON.stringify(nameOf('a'))}: { a: { b: [NaN] } } }`,
      /\.a\.b\[0\] is NaN/,
    ],
  ] as const) {
    it(`parks an item for which the module returns ${what}`, async () => {
      const indexer = loadIndexer({ ...common, transform: `exports.transform = () => (${result});` });
      const event = kinesisEvent([{ keys: { id: { S: 'x' } }, newImage: { id: { S: 'x' } }, at: START }]);
      try {
        expect(await indexer.invoke(event)).to.deep.equal({ batchItemFailures: [] });
      } finally {
        await indexer.close();
      }
      const [parked] = parking.objects.values();
      expect(Object(parked?.error).reason).to.match(reason);
    });
  }

  for (const [what, text] of [
    ['no transform', 'exports.other = 1;'],
    ['an asynchronous transform', 'exports.transform = async () => ({});'],
    ['a mistake', 'exports.transform = missing;'],
  ] as const)
    it(`holds everything, and says why, with ${what} in the module`, async () => {
      const indexer = loadIndexer({ ...common, transform: text });
      const error = await indexer.invoke(kinesisEvent([])).catch((error: Error) => error);
      await indexer.close();
      expect(String(error)).to.match(
        /The module transform\.js of the function (exports no function "transform"|could not be loaded: missing)/,
      );
    });
});

/** Delivers records of one shard until all are acknowledged. */
async function drain(
  records: readonly StreamRecord[],
  indexer: BuiltFunction,
  batchSize: number,
): Promise<void> {
  const shard = records.map((record) => ({ record, partitionKey: 'one', arrivesAtMs: 0 }));
  const mapping = { batchSize, parallelizationFactor: 1, bisectBatchOnFunctionError: true };
  await deliver([[shard]], mapping, {
    invoke: (event) => indexer.invoke(event, 5_000),
    onBatch: () => {},
    onAcknowledged: async () => {},
    onGivenUp: () => {},
    onStep: () => {},
  });
}

function change(id: string, state: State | undefined, i: number): ItemChange {
  const keys: AttributeMap = { id: { S: id } };
  const at = START + i * 300_000;
  if (state === undefined) return { keys, at };
  const { kind, n, draft } = state;
  const newImage = {
    ...keys,
    kind: { S: kind },
    n: { N: String(n) },
    ...(draft && { draft: { BOOL: true } }),
  };
  return { keys, newImage, at };
}

/** Kinesis may deliver in another order, and twice. */
function disordered(
  changes: readonly ItemChange[],
  twice: fc.Stream<boolean>,
  order: fc.Stream<number>,
): StreamRecord[] {
  return changes
    .flatMap((change) => (twice.next().value ? [change, change] : [change]))
    .map((change) => ({ change, place: order.next().value }))
    .sort((a, b) => a.place - b.place)
    .map(({ change }, i) => kinesisRecord(changeRecord(change), i));
}

function documents(
  index: string,
  prefix: string,
  steps: readonly { id: number; state: State | undefined }[],
  source: 'Kinesis' | 'DynamoDB Streams',
): string[] {
  const last = new Map(steps.map(({ id, state }, i) => [id, { state, i }]));
  return [...last]
    .flatMap(([number, { state, i }]) => {
      const content = state && EXPECTED[index]?.(state);
      if (content === undefined) return [];
      const id = `${prefix}-${number}`;
      const at = START + i * 300_000;
      const told = source === 'Kinesis' ? at : Math.floor(at / 1e6) * 1e6;
      return [JSON.stringify({ id, ...content, _cdc: { id: `S=${id}`, at: told } })];
    })
    .sort();
}
