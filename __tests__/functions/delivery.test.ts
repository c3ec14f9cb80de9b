import { expect } from 'chai';
import documented from '../local/aws/fixtures/partial-batch-responses.json';
import { judge } from './batch-outcome';
import { deliver, type EventSourceMapping, type ShardRecord, sequenceNumber } from './delivery';
import { kinesisRecord } from './kinesis-events';

/** What a function does with a batch, by the places of its records. */
type Behaviour = (places: readonly number[]) => number | undefined;

const MAPPING: EventSourceMapping = {
  batchSize: 4,
  parallelizationFactor: 1,
  bisectBatchOnFunctionError: false,
};

const shard = (count: number, key = (_i: number) => 'key'): ShardRecord[] =>
  Array.from({ length: count }, (_, i) => ({
    record: kinesisRecord(String(i), i),
    partitionKey: key(i),
    arrivesAtMs: 0,
  }));

describe('delivery as of an event source mapping', () => {
  for (const { is, answer, done, reported } of documented.cases) {
    it(`takes ${is} as Lambda does`, () => {
      expect(judge(documented.sequenceNumbers, { answer })).to.deep.equal({ done, reported });
    });
  }

  it('starts again at the record that the function gives back', async () => {
    let failures = 0;
    const { batches, acknowledged } = await delivered([shard(6)], MAPPING, (places) =>
      places.includes(2) && failures++ === 0 ? 2 : undefined,
    );
    expect(batches).to.deep.equal([
      [0, 1, 2, 3],
      [2, 3],
      [4, 5],
    ]);
    expect(acknowledged).to.deep.equal([0, 1, 2, 3, 4, 5]);
  });

  it('bisects after an error, without counting it as a retry, and gives up what is left', async () => {
    const mapping = { ...MAPPING, bisectBatchOnFunctionError: true, maximumRetryAttempts: 1 };
    const { batches, acknowledged, givenUp } = await delivered([shard(5)], mapping, (places) => {
      if (places.includes(2)) throw new Error('poison');
      return undefined;
    });
    expect(batches).to.deep.equal([[0, 1, 2, 3], [0, 1], [2, 3], [2], [2], [3], [4]]);
    expect(acknowledged).to.deep.equal([0, 1, 3, 4]);
    expect(givenUp).to.deep.equal([['RetryAttemptsExhausted', 2]]);
  });

  it('counts only the failures since a record was last acknowledged', async () => {
    const mapping = { ...MAPPING, maximumRetryAttempts: 1 };
    const { batches, givenUp } = await delivered([shard(4)], mapping, ([first = 0]) =>
      first < 3 ? first + 1 : undefined,
    );
    expect(batches).to.deep.equal([[0, 1, 2, 3], [1, 2, 3], [2, 3], [3]]);
    expect(givenUp).to.deep.equal([]);
  });

  it('gives up the rest of a batch once a record is too old', async () => {
    const mapping = { ...MAPPING, maximumRecordAgeMs: 60 };
    const late = shard(6).map((record, i) => (i > 3 ? { ...record, arrivesAtMs: 300 } : record));
    const { acknowledged, givenUp } = await delivered([late], mapping, (places) =>
      places.includes(1) ? 1 : undefined,
    );
    expect(acknowledged).to.deep.equal([0, 4, 5]);
    expect(givenUp.map(([condition, place]) => `${condition} ${place}`)).to.deep.equal([
      'RecordAgeExceeded 1',
      'RecordAgeExceeded 2',
      'RecordAgeExceeded 3',
    ]);
  });

  it('handles a shard in lanes, each key in order, and a child shard after its parent', async () => {
    const records = shard(12, (i) => `key ${i % 4}`);
    const mapping = { ...MAPPING, parallelizationFactor: 2, batchSize: 2 };
    const { acknowledged, mostAtOnce } = await delivered(
      [records.slice(0, 8), records.slice(8)],
      mapping,
      () => undefined,
    );
    expect(mostAtOnce).to.equal(2);
    for (const key of [0, 1, 2, 3]) {
      expect(acknowledged.filter((place) => place % 4 === key)).to.deep.equal([key, key + 4, key + 8]);
    }
    expect(acknowledged.slice(8).every((place) => place >= 8)).to.equal(true);
  });
});

/** Delivers one line of shards to a function that behaves so, and tells what it saw. */
async function delivered(
  line: readonly (readonly ShardRecord[])[],
  mapping: EventSourceMapping,
  behaviour: Behaviour,
) {
  const records = line.flat().map(({ record }) => record);
  const places = new Map(records.map((record, place) => [sequenceNumber(record), place]));
  const placeOf = (record: (typeof records)[number]) => places.get(sequenceNumber(record)) ?? -1;
  const batches: number[][] = [];
  const acknowledged: number[] = [];
  const givenUp: [string, number][] = [];
  let atOnce = 0;
  let mostAtOnce = 0;
  await deliver([line], mapping, {
    invoke: async () => {
      const batch = batches.at(-1) ?? [];
      mostAtOnce = Math.max(mostAtOnce, ++atOnce);
      await new Promise((resolve) => setTimeout(resolve, 5));
      atOnce--;
      const failed = behaviour(batch);
      const record = failed === undefined ? undefined : records[failed];
      return { batchItemFailures: record ? [{ itemIdentifier: sequenceNumber(record) }] : [] };
    },
    onBatch: (batch) => void batches.push(batch.map(placeOf)),
    onAcknowledged: async (done) => void acknowledged.push(...done.map(placeOf)),
    onGivenUp: (lost, condition) =>
      void givenUp.push(...lost.map((record): [string, number] => [condition, placeOf(record)])),
    onStep: () => undefined,
  });
  return { batches, acknowledged, givenUp, mostAtOnce };
}
