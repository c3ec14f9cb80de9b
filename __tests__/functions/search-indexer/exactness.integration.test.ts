import { expect } from 'chai';
import fc from 'fast-check';
import { parse, stringify } from 'lossless-json';
import type { AttributeMap } from '../../../functions/change/attribute-value';
import { decodeRecord } from '../../../functions/change/decode-record';
import { item, keyValue } from '../arbitrary-items';
import type { BuiltFunction } from '../built-function';
import { document } from '../document-of';
import { changeRecord, type ItemChange, kinesisEvent, kinesisRecord } from '../kinesis-events';
import { ParkingService } from '../parking-service';
import { TestCollection } from '../test-collection';
import { loadIndexer } from './load-indexer';

const INDEX = `exactness-${process.pid}`;
const START = 1_720_740_233_000_000;

const nested = (levels: number): AttributeMap =>
  levels === 0 ? { leaf: { N: '1' } } : { m: { M: nested(levels - 1) } };

/** Items that others lose something of. */
const AWKWARD: [string, AttributeMap][] = [
  ['a number of 38 digits', { n: { N: '12345678901234567890123456789012345678' } }],
  ['a fraction of 38 digits', { n: { N: '0.12345678901234567890123456789012345678' } }],
  ['the largest magnitude', { n: { N: '1E+125' } }],
  ['the smallest magnitude', { n: { N: '1E-130' } }],
  ['minus zero', { n: { N: '-0' } }],
  ['an empty string', { s: { S: '' } }],
  ['an empty map and list', { m: { M: {} }, l: { L: [] } }],
  ['binary', { b: { B: 'AAEC/w==' }, bs: { BS: ['AA==', '/w=='] } }],
  [
    'number and string sets',
    { ns: { NS: ['1', '12345678901234567890123456789012345678'] }, ss: { SS: ['a', ''] } },
  ],
  ['32 levels', nested(31)],
  ['an empty name', { '': { S: 'x' } }],
  [
    'names that OpenSearch takes apart',
    { '.a': { S: 'x' }, 'a..b': { N: '1' }, 'c.': { S: 'y' }, '.': { N: '2' } },
  ],
  ['a dotted name beside its prefix', { d: { S: 'x' }, 'd.e': { N: '1' } }],
  [
    'names of metadata',
    Object.fromEntries(
      [
        '_id',
        '_index',
        '_source',
        '_routing',
        '_version',
        '_seq_no',
        '_field_names',
        '_ignored',
        '_nested_path',
        '_doc_count',
        '_feature',
        '_cdc',
      ].map((name) => [name, { S: 'x' }]),
    ),
  ],
  [
    'names that damage the index',
    { _primary_term: { N: '1' }, _tombstone: { N: '1' }, __soft_deletes: { N: '1' } },
  ],
  ['blank names', { ' ': { M: { '\u001c': { S: 'x' } } }, '\t\n': { S: 'x' } }],
  ['a string beyond the keyword limit', { long: { S: 'x'.repeat(40_000) } }],
];

const KEYS: AttributeMap[] = [
  '/',
  '#',
  '|',
  ' ',
  '"',
  '\\',
  '\u0000\u0001',
  '😀',
  'a/b',
  'a|b',
  'a&b',
  '%',
  '.',
  '_',
  'x'.repeat(2048),
].map((S) => ({ pk: { S }, sk: { S: 'y'.repeat(1024) } }));

describe('search-indexer, item by item', function () {
  this.timeout(60_000);
  let collection: TestCollection;
  let parking: ParkingService;
  let indexer: BuiltFunction;

  before(async function () {
    collection = await TestCollection.start(this);
    parking = await ParkingService.start();
    indexer = loadIndexer({ endpoint: collection.url, index: INDEX, parking });
  });
  after(async () => {
    await indexer?.close();
    await parking?.close();
    await collection?.close();
  });
  beforeEach(() => collection.createIndex(INDEX));
  afterEach(() => collection.deleteIndex(INDEX));

  for (const [what, attributes] of AWKWARD) {
    it(`keeps ${what}`, () =>
      expectIndexed([{ keys: { id: { S: what } }, newImage: attributes, at: START }]));
  }

  it('keeps an index that had every awkward item writable', async () => {
    const upserts = AWKWARD.map(
      ([id, newImage]): ItemChange => ({ keys: { id: { S: id } }, newImage, at: START }),
    );
    await expectIndexed(upserts);
    await expectIndexed(upserts.map((change) => ({ ...change, at: START + 1 })));
    await deliver(upserts.map(({ keys }) => ({ keys, at: START + 2 })));
    expect(await collection.documents(INDEX)).to.deep.equal([]);
  });

  it('keeps keys of any characters and of the full length apart', () =>
    expectIndexed(KEYS.map((keys, i) => ({ keys, newImage: { ...keys, i: { N: String(i) } }, at: START }))));

  const mixed: [string, ...AttributeMap[string][]][] = [
    ['a number, then text', { N: '1' }, { S: 'one' }],
    ['text, then a number', { S: 'one' }, { N: '1' }],
    ['a truth value, then text', { BOOL: true }, { S: 'yes' }],
    ['a whole number, then a fraction', { N: '1' }, { N: '1.5' }],
    ['a date, then other text', { S: '2020-01-01' }, { S: 'soon' }],
    ['a number, then a huge one', { N: '1' }, { N: '1E+125' }],
    ['null, then a number', { NULL: true }, { N: '1' }],
    ['a map, then text', { M: { a: { N: '1' } } }, { S: 'x' }],
    ['maps that differ', { M: { x: { N: '1' } } }, { M: { x: { S: 'q' } } }, { M: { x: { M: {} } } }],
    ['text, then a map', { S: 'x' }, { M: { a: { N: '1' } } }],
    ['a list of mixed types', { L: [{ S: 'a' }, { N: '1' }, { BOOL: true }] }],
    ['a list of maps that differ', { L: [{ M: { x: { N: '1' } } }, { M: { x: { S: 'q' } } }] }],
    ['a list of maps and scalars', { L: [{ M: { x: { N: '1' } } }, { N: '5' }] }],
  ];
  for (const [what, ...values] of mixed) {
    it(`holds one attribute with ${what}`, () =>
      expectIndexed(
        values.map((value, i) => ({ keys: { id: { N: String(i) } }, newImage: { field: value }, at: START })),
      ));
  }

  it('holds many lists of mixed types in one item, under any name', () => {
    const mixed = { L: [{ S: 'a' }, { N: '1' }] };
    const names = [...Array.from({ length: 12 }, (_, i) => `list ${i}`), 'a]b', '[x]', 'a.b'];
    return expectIndexed([
      {
        keys: { id: { S: 'a' } },
        newImage: Object.fromEntries(names.map((name) => [name, mixed])),
        at: START,
      },
    ]);
  });

  it('indexes any item, whatever else the index has seen, or keeps its keys and parks it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.tuple(keyValue, item), {
          minLength: 1,
          maxLength: 10,
          selector: ([key]) => JSON.stringify(key),
        }),
        async (items) => {
          await collection.deleteIndex(INDEX);
          await collection.createIndex(INDEX);
          parking.reset();
          const changes = items.map(([id, newImage]): ItemChange => ({ keys: { id }, newImage, at: START }));
          await deliver(changes);
          const ids = new Set(changes.map((change) => expected(change).id));
          const documents = (await collection.documents(INDEX)).map((text) => JSON.parse(text));
          expect(new Set(documents.map(({ _cdc }) => _cdc.id))).to.deep.equal(ids);
          expect(documents.filter(({ _cdc }) => 'refused' in _cdc).length).to.equal(parking.objects.size);
        },
      ),
      { numRuns: 30 },
    );
  });

  async function deliver(changes: readonly ItemChange[]): Promise<void> {
    expect(await indexer.invoke(kinesisEvent(changes))).to.deep.equal({ batchItemFailures: [] });
  }

  async function expectIndexed(changes: readonly ItemChange[]): Promise<void> {
    parking.reset();
    await deliver(changes);
    expect([...parking.objects.values()].map(({ error }) => error)).to.deep.equal([]);
    expect(await collection.documents(INDEX)).to.deep.equal(
      changes.map((change) => expected(change).text).sort(),
    );
  }
});

function expected(change: ItemChange): { id: string; text: string } {
  const text = document(decodeRecord(kinesisRecord(changeRecord(change), 0), 0));
  return { id: JSON.parse(text)._cdc.id, text: stringify(parse(text)) ?? '' };
}
