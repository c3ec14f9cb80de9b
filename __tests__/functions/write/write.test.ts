import { expect } from 'chai';
import fc from 'fast-check';
import type { Change } from '../../../functions/change/change';
import { routerOf } from '../../../functions/route/router';
import { bulkLines, planWrites } from '../../../functions/write/write';
import { linesOf } from '../document-of';

const batch = (source: Change['source']) =>
  fc
    .array(fc.record({ item: fc.integer({ min: 0, max: 3 }), time: fc.integer({ min: 1, max: 5 }) }), {
      maxLength: 20,
    })
    .map((changes) => changes.map(({ item, time }, position) => change(source, item, time, position)));

describe('planning writes', () => {
  it('takes the latest of each item on Kinesis, wherever in the batch it lies, and the last of a tie', () => {
    fc.assert(
      fc.property(batch('kinesis'), (changes) =>
        expectWinners(changes, (a, b) => a.at - b.at || a.position - b.position),
      ),
    );
  });

  it('takes the last of each item on DynamoDB Streams, whatever its time', () => {
    fc.assert(
      fc.property(batch('streams'), (changes) => expectWinners(changes, (a, b) => a.position - b.position)),
    );
  });

  it('versions a write by its time in microseconds, as the source demands', () => {
    expect(linesOf(change('kinesis', 1, 1_720_740_233_012_995, 0))[0]).to.equal(
      '{"delete":{"_index":"items","_id":"N=1","version":1720740233012995,"version_type":"external"}}',
    );
    expect(linesOf(change('streams', 1, 1_720_740_233_000_000, 0))[0]).to.contain(
      '"version":1720740233000000,"version_type":"external_gte"',
    );
  });
});

describe('a removed item with soft deletes', () => {
  it('becomes a tombstone of the same version, with nothing of the item', () => {
    const removed = change('kinesis', 1, 1_720_740_233_012_995, 0);
    expect(linesOf(removed, 'document', '', 'tombstone')).to.deep.equal([
      '{"index":{"_index":"items","_id":"N=1","version":1720740233012995,"version_type":"external"}}',
      '{"_cdc":{"id":"N=1","at":1720740233012995,"deleted":true}}',
      '',
    ]);
  });

  it('has its tombstone replaced as the source demands', () => {
    expect(linesOf(change('streams', 1, 1, 0), 'document', '', 'tombstone')[0]).to.contain('"external_gte"');
  });

  it('leaves a tombstone in each index that the item does not go to', () => {
    const router = routerOf([{ index: 'open', filter: { state: ['open'] } }, { index: 'all' }]);
    const closed: Change = {
      ...change('kinesis', 1, 1, 0),
      kind: 'upsert',
      newImage: { id: { N: '1' }, state: { S: 'closed' } },
    };
    const writes = planWrites([closed], router, 'tombstone');
    expect(
      writes.map((write) => [write.index, bulkLines(write, 'document', '').head.split('\n')[1]]),
    ).to.deep.equal([
      ['open', '{"_cdc":{"id":"N=1","at":1,"deleted":true}}'],
      ['all', '{'],
    ]);
  });
});

function expectWinners(changes: readonly Change[], order: (a: Change, b: Change) => number): void {
  const writes = planWrites(changes, routerOf([{ index: 'items' }]));
  const items = new Set(changes.map(({ keys }) => JSON.stringify(keys)));
  expect(writes.length).to.equal(items.size);
  for (const { change: winner, coalesced } of writes) {
    const all = changes.filter(({ keys }) => JSON.stringify(keys) === JSON.stringify(winner.keys));
    expect(winner).to.equal(all.toSorted(order).at(-1));
    expect([winner, ...coalesced]).to.have.members(all);
  }
}

function change(source: Change['source'], item: number, at: number, position: number): Change {
  return {
    source,
    table: 'lab-table',
    kind: 'remove',
    keys: { id: { N: String(item) } },
    binaryEncoding: 'base64',
    at,
    precision: 'MICROSECOND',
    position,
  };
}
