import { expect } from 'chai';
import fc from 'fast-check';
import { parse, stringify } from 'lossless-json';
import type { AttributeMap } from '../../../functions/change/attribute-value';
import { decodeRecord } from '../../../functions/change/decode-record';
import { Coverage } from '../coverage';
import { deliver, type Shard, type StreamRecord, sequenceNumber } from '../delivery';
import { document } from '../document-of';
import { FAULTS, type Fault, FaultyProxy } from '../faulty-proxy';
import { changeRecord, type ItemChange, kinesisRecord } from '../kinesis-events';
import { ParkingService } from '../parking-service';
import { streamsRecord } from '../streams-events';
import { TestCollection } from '../test-collection';
import { loadIndexer } from './load-indexer';

const START = 1_720_740_233_000_000;

/** `n` takes whole numbers only, so that text in it is poison. */
const STRICT = { mappings: { properties: { n: { type: 'long' } } } };

interface History {
  /** In the order in which they happened. */
  readonly changes: readonly ItemChange[];
  readonly shards: readonly Shard[];
  readonly garbage: readonly StreamRecord[];
  readonly faults: readonly Fault[];
  readonly batchSize: number;
}

const step = fc.record({
  id: fc.integer({ min: 0, max: 4 }),
  content: fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: 0, max: 99 }).map(String) },
    { weight: 2, arbitrary: fc.constant('deleted') },
    { weight: 1, arbitrary: fc.constant('poison') },
  ),
  coarse: fc.boolean(),
});
const steps = fc.array(step, { minLength: 1, maxLength: 25 });
// Few bodies are large enough to be refused for it.
const faults = fc.array(fc.constantFrom(...FAULTS, 'body too large', 'body too large'), { maxLength: 8 });
const batchSize = fc.integer({ min: 1, max: 30 });

/** Delivered in any order, some of them twice, over up to three shards; garbage between them. */
const kinesisHistory: fc.Arbitrary<History> = steps
  .map((taken) =>
    // A coarse record has a millisecond of its own: two changes of one item would tie in it.
    taken.map(
      ({ id, content, coarse }, i): ItemChange => ({
        ...itemChange(id, content, START + i * 1_000 + (coarse ? 0 : 7)),
        precision: coarse ? 'MILLISECOND' : 'MICROSECOND',
      }),
    ),
  )
  .chain((changes) =>
    fc
      .record({
        twice: fc.subarray(changes),
        order: fc.infiniteStream(fc.nat()),
        garbageCount: fc.integer({ min: 0, max: 2 }),
        shardCount: fc.integer({ min: 1, max: 3 }),
        faults,
        batchSize,
      })
      .map(({ twice, order, garbageCount, shardCount, ...rest }) => {
        const data = [...changes, ...twice].map(changeRecord);
        const all = [...data, ...Array.from({ length: garbageCount }, (_, i) => `garbage ${i}`)];
        const shuffled = all
          .map((record) => ({ record, at: order.next().value }))
          .sort((a, b) => a.at - b.at)
          .map(({ record }, i) => kinesisRecord(record, i));
        const garbage = shuffled.filter(({ kinesis }) => atob(kinesis.data).startsWith('garbage'));
        return { changes, shards: spread(shuffled, (_, i) => i % shardCount), garbage, ...rest };
      }),
  );

/** Each item in order on one shard; several changes of an item in one second. */
const streamsHistory: fc.Arbitrary<History> = fc
  .record({ steps, shardCount: fc.integer({ min: 1, max: 3 }), faults, batchSize })
  .map(({ steps, shardCount, ...rest }) => {
    const changes = steps.map(({ id, content }, i) => itemChange(id, content, START + i * 300_000));
    const records = changes.map((change, i) => streamsRecord(change, i));
    return {
      changes,
      shards: spread(records, (_, i) => (steps[i]?.id ?? 0) % shardCount),
      garbage: [],
      ...rest,
    };
  });

describe('search-indexer under faults', function () {
  this.timeout(600_000);
  let collection: TestCollection;
  let proxy: FaultyProxy;
  let parking: ParkingService;
  const coverage = new Coverage([
    'batches',
    'change twice in one batch',
    'older after newer in one batch',
    'write after a later delete',
    'changes of one second in one batch',
    'milliseconds beside microseconds in one batch',
    'parked as refused',
    'parked as undecodable',
    ...FAULTS,
  ]);

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

  for (const [source, history] of [
    ['Kinesis', kinesisHistory],
    ['DynamoDB Streams', streamsHistory],
  ] as const) {
    it(`ends with the table in the index, whatever happens on the way from ${source}`, async () => {
      let run = 0;
      await fc.assert(
        fc.asyncProperty(history, (taken) =>
          expectConvergence(taken, `history-${process.pid}-${source.length}-${++run}`),
        ),
        { numRuns: Number(process.env.HISTORIES ?? 60) / 2 },
      );
    });
  }

  it('has met every situation', () => {
    for (const [fault, times] of proxy.seen) coverage.saw(fault, times);
    console.log(coverage.toString());
    expect(coverage.missing()).to.deep.equal([]);
  });

  async function expectConvergence(history: History, index: string): Promise<void> {
    await collection.createIndex(index, STRICT);
    parking.reset();
    proxy.faults = [...history.faults];
    const indexer = loadIndexer({ endpoint: proxy.url, index, parking, requestTimeoutSeconds: 1 });
    const acknowledged = new Set<string>();
    try {
      await deliver(history.shards, indexer, {
        batchSize: history.batchSize,
        remainingMs: 5_000,
        onBatch: (batch) => noteBatch(batch, coverage),
        onAcknowledged: async (record) => void acknowledged.add(sequenceNumber(record)),
      });
    } finally {
      await indexer.close();
    }
    expect(acknowledged.size).to.equal(history.shards.flat().length);
    expect(await collection.documents(index)).to.deep.equal(documentsOf(history.changes));
    const parked = [...parking.objects.values()];
    expect(parkedAs('undecodable', parked)).to.have.members(history.garbage.map(sequenceNumber));
    expectPoisonParked(history, parkedAs('refused', parked));
    coverage.saw('parked as refused', parkedAs('refused', parked).length);
    coverage.saw('parked as undecodable', history.garbage.length);
    await collection.deleteIndex(index);
  }
});

function itemChange(id: number, content: string, at: number): ItemChange {
  const keys: AttributeMap = { id: { S: `item ${id}` } };
  if (content === 'deleted') return { keys, at };
  return { keys, newImage: { ...keys, n: content === 'poison' ? { S: content } : { N: content } }, at };
}

function spread(
  records: readonly StreamRecord[],
  shardOf: (record: StreamRecord, i: number) => number,
): Shard[] {
  return [0, 1, 2].map((shard) => records.filter((record, i) => shardOf(record, i) === shard));
}

const isPoison = ({ newImage }: ItemChange): boolean => newImage?.n !== undefined && 'S' in newImage.n;

/** The last change of each item. */
function latest(changes: readonly ItemChange[]): ItemChange[] {
  return [...new Map(changes.map((change) => [JSON.stringify(change.keys), change])).values()];
}

/** The documents that stand for the table after all changes: a poisoned item has its marker. */
function documentsOf(changes: readonly ItemChange[]): string[] {
  return latest(changes)
    .filter(({ newImage }) => newImage !== undefined)
    .map((change) => {
      const isKinesis = change.precision !== undefined;
      const record = isKinesis ? kinesisRecord(changeRecord(change), 0) : streamsRecord(change, 0);
      const decoded = decodeRecord(record, 0);
      return isPoison(change) ? marker(change, decoded.at) : (stringify(parse(document(decoded))) ?? '');
    })
    .sort();
}

function marker({ keys }: ItemChange, at: number): string {
  const id = keys.id && 'S' in keys.id ? keys.id.S : '';
  const item = { id, n: 'poison' };
  return JSON.stringify({ id, _cdc: { id: `S=${id}`, at, refused: 'mapper_parsing_exception', item } });
}

function parkedAs(reason: string, parked: readonly Record<string, unknown>[]): string[] {
  return parked
    .filter((object) => object.reason === reason)
    .map(({ position }) => String(Object(position).sequenceNumber));
}

/** Nothing but poison is refused, and every item that ends as poison is: what was coalesced may be spared. */
function expectPoisonParked(history: History, parked: readonly string[]): void {
  const bySequence = new Map(history.shards.flat().map((record) => [sequenceNumber(record), record]));
  const parkedText = parked.map((number) =>
    JSON.stringify(decodeRecord(bySequence.get(number) as StreamRecord, 0)),
  );
  for (const text of parkedText) expect(text).to.contain('poison');
  for (const change of latest(history.changes).filter(isPoison)) {
    expect(parkedText.some((text) => text.includes(JSON.stringify(change.keys)))).to.equal(true);
  }
}

/** Notes what a batch holds. */
function noteBatch(batch: readonly StreamRecord[], coverage: Coverage): void {
  coverage.saw('batches');
  const changes = batch.flatMap((record, i) => {
    const isGarbage = 'kinesis' in record && atob(record.kinesis.data).startsWith('garbage');
    return isGarbage ? [] : [decodeRecord(record, i)];
  });
  const pairs = changes.flatMap((first, i) => changes.slice(i + 1).map((second) => ({ first, second })));
  for (const { first, second } of pairs) {
    if (first.precision !== second.precision) coverage.saw('milliseconds beside microseconds in one batch');
    if (JSON.stringify(first.keys) !== JSON.stringify(second.keys)) continue;
    if (first.source === 'streams' && first.at === second.at)
      coverage.saw('changes of one second in one batch');
    if (first.source !== 'kinesis') continue;
    if (first.at === second.at) coverage.saw('change twice in one batch');
    if (first.at > second.at) coverage.saw('older after newer in one batch');
    if (first.at > second.at && first.kind === 'remove' && second.kind === 'upsert') {
      coverage.saw('write after a later delete');
    }
  }
}
