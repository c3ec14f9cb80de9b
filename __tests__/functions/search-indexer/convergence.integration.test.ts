import { expect } from 'chai';
import fc from 'fast-check';
import { parse, stringify } from 'lossless-json';
import type { AttributeMap } from '../../../functions/change/attribute-value';
import { decodeRecord } from '../../../functions/change/decode-record';
import { document } from '../../../functions/document/document';
import { BuiltFunction } from '../built-function';
import { deliver, type Shard } from '../delivery';
import { FAULTS, type Fault, FaultyProxy } from '../faulty-proxy';
import { changeRecord, type ItemChange, kinesisRecord } from '../kinesis-events';
import { ParkingService } from '../parking-service';
import { CREDENTIALS, TestCollection } from '../test-collection';

const START = 1_720_740_233_000_000;

interface History {
  /** In the order in which they happened. */
  readonly changes: readonly ItemChange[];
  /** As the stream holds them. */
  readonly shards: readonly Shard[];
  readonly faults: readonly Fault[];
  readonly batchSize: number;
}

const step = fc.record({
  id: fc.integer({ min: 0, max: 4 }),
  content: fc.option(fc.integer({ min: 0, max: 99 }), { freq: 3 }),
});

const history: fc.Arbitrary<History> = fc
  .array(step, { minLength: 1, maxLength: 25 })
  .map((steps) => steps.map(({ id, content }, i) => itemChange(id, content, START + i)))
  .chain((changes) =>
    fc.record({
      changes: fc.constant(changes),
      shards: fc
        .tuple(
          fc.shuffledSubarray([...changes, ...changes], {
            minLength: changes.length,
            maxLength: 2 * changes.length,
          }),
          fc.integer({ min: 1, max: 3 }),
        )
        .map(([delivered, shardCount]) => spread(complete(delivered, changes), shardCount)),
      faults: fc.array(fc.constantFrom(...FAULTS), { maxLength: 8 }),
      batchSize: fc.integer({ min: 1, max: 30 }),
    }),
  );

describe('search-indexer under faults', function () {
  this.timeout(300_000);
  let collection: TestCollection;
  let proxy: FaultyProxy;
  let parking: ParkingService;

  before(async function () {
    collection = await TestCollection.start(this);
    proxy = await FaultyProxy.start(collection.url);
    parking = await ParkingService.start();
  });
  after(async () => {
    await proxy?.close();
    await parking?.close();
    await collection?.close();
  });

  it('ends with the table in the index, whatever is delivered twice, late, out of order or refused', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(history, async ({ changes, shards, faults, batchSize }) => {
        const index = `history-${process.pid}-${++run}`;
        await collection.createIndex(index);
        parking.reset();
        proxy.faults = [...faults];
        const indexer = BuiltFunction.load('search-indexer', {
          ...CREDENTIALS,
          ...parking.environment(),
          TABLE_NAME: 'lab-table',
          SEARCH_ENDPOINT: proxy.url,
          SEARCH_INDEX: index,
          REQUEST_TIMEOUT_SECONDS: '1',
        });
        try {
          await deliver(shards, indexer, { batchSize, remainingMs: 5_000 });
        } finally {
          await indexer.close();
        }
        expect(await collection.documents(index)).to.deep.equal(table(changes));
        expect(parking.objects.size).to.equal(0);
      }),
      { numRuns: Number(process.env.HISTORIES ?? 20) },
    );
    for (const fault of FAULTS) expect(proxy.seen.get(fault), fault).to.be.greaterThan(0);
  });
});

function itemChange(id: number, content: number | null, at: number): ItemChange {
  const keys: AttributeMap = { id: { S: `item ${id}` } };
  return content === null
    ? { keys, at }
    : { keys, newImage: { ...keys, content: { N: String(content) } }, at };
}

/** Every change at least once. */
function complete(delivered: readonly ItemChange[], changes: readonly ItemChange[]): ItemChange[] {
  return [...delivered, ...changes.filter((change) => !delivered.includes(change))];
}

function spread(delivered: readonly ItemChange[], shardCount: number): Shard[] {
  return Array.from({ length: shardCount }, (_, shard) =>
    delivered.filter((__, i) => i % shardCount === shard),
  );
}

/** The documents of the items that are left after all changes. */
function table(changes: readonly ItemChange[]): string[] {
  const last = new Map(changes.map((change) => [JSON.stringify(change.keys), change]));
  return [...last.values()]
    .filter(({ newImage }) => newImage !== undefined)
    .map(
      (change) => stringify(parse(document(decodeRecord(kinesisRecord(changeRecord(change), 0), 0)))) ?? '',
    )
    .sort();
}
