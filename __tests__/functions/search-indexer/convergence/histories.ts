import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { EventSourceMapping, ShardLine, ShardRecord, StreamRecord } from '../../delivery';
import { changeRecord, kinesisRecord } from '../../kinesis-events';
import { streamsRecord } from '../../streams-events';
import { type Conditions, conditions } from './conditions';
import {
  type Content,
  describeHistory,
  type Garbage,
  type History,
  imageOf,
  keysOf,
  SHARDS,
  type TableChange,
  type ToldRecord,
} from './history';

const START = 1_720_740_233_000_000;
const ITEMS = 5;

/** As many items as are worth two requests at once, and some more. */
const CROWD = 110;

const content: fc.Arbitrary<Content> = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 99 }).map((n) => ({ kind: 'number' as const, n })) },
  { weight: 3, arbitrary: fc.constant({ kind: 'deleted' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'mixed list' as const }) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom('text' as const, 'fields' as const, 'size' as const)
      .map((of) => ({ kind: 'poison' as const, of })),
  },
);

/** Where a record goes, and how far from its place. */
interface Way {
  readonly shard: number;
  readonly displaced: number;
}

const way: fc.Arbitrary<Way> = fc.record({
  shard: fc.integer({ min: 0, max: SHARDS - 1 }),
  displaced: fc.oneof(fc.constant(0), fc.integer({ min: -20, max: 20 })),
});

const step = fc.record({
  item: fc.integer({ min: 0, max: ITEMS - 1 }),
  content,
  coarse: fc.boolean(),
  way,
  again: fc.option(way, { freq: 2 }),
});

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Items beside the others, written one after the other, all on the first shard. */
const crowd: readonly Step[] = Array.from({ length: CROWD }, (_, i) => ({
  item: (i + 1) * 2 * SHARDS,
  content: { kind: 'number', n: i },
  coarse: false,
  way: { shard: 0, displaced: 0 },
  again: null,
}));

/** A table's history, and in some a crowd of items in the midst of it. */
const steps = fc
  .record({
    few: fc.array(step, { minLength: 1, maxLength: 24, size: 'max' }),
    crowdAt: fc.option(fc.nat({ max: 24 }), { freq: 2, nil: undefined }),
  })
  .map(({ few, crowdAt }) =>
    crowdAt === undefined ? few : [...few.slice(0, crowdAt), ...crowd, ...few.slice(crowdAt)],
  );

const garbage = fc.array(fc.record({ kind: fc.constantFrom<Garbage>('undecodable', 'foreign'), way }), {
  maxLength: 2,
});

/** Delivered in any order, some of them twice, over up to three shards, whatever item they are of. */
export const kinesisHistory: fc.Arbitrary<History> = fc
  .record({ steps, garbage, conditions })
  .map(({ steps, garbage, conditions }) => {
    const changes = steps.map(({ item, content, coarse }, i) =>
      // A coarse record has a millisecond of its own: two changes of one item would tie in it.
      tableChange(i, item, content, START + i * 1_000 + (coarse ? 0 : 7), coarse),
    );
    const told = steps.flatMap(({ way, again }, i) => {
      const tells = changes[i];
      if (tells === undefined) return [];
      return [way, ...(again ? [again] : [])].map((way) => ({ tells, at: i + way.displaced, way }));
    });
    const others = garbage.map(({ kind, way }) => ({ tells: kind, at: way.displaced, way }));
    const records = [...told, ...others]
      .sort((a, b) => a.at - b.at)
      .map(({ tells, way }, i) => ({
        record: kinesisRecordOf(tells, i),
        shard: way.shard % conditions.shardCount,
        tells,
      }));
    return history('kinesis', changes, records, conditions);
  });

/** Each item in order on one shard; several changes of an item in one second. */
export const streamsHistory: fc.Arbitrary<History> = fc
  .record({ steps, garbage, conditions })
  .map(({ steps, garbage, conditions }) => {
    const changes = steps.map(({ item, content }, i) =>
      tableChange(i, item, content, START + i * 300_000, undefined),
    );
    const others = garbage.map(({ kind, way }) => ({ tells: kind, at: way.displaced, shard: way.shard }));
    const told = changes.map((tells, i) => ({ tells, at: i, shard: tells.item }));
    const records = [...told, ...others]
      .sort((a, b) => a.at - b.at)
      .map(({ tells, shard }, i) => ({
        record: streamsRecordOf(tells, i),
        shard: shard % conditions.shardCount,
        tells,
      }));
    return history('streams', changes, records, conditions);
  });

function tableChange(
  number: number,
  item: number,
  content: Content,
  at: number,
  coarse: boolean | undefined,
): TableChange {
  const newImage = imageOf(item, content);
  return {
    number,
    item,
    content,
    keys: keysOf(item),
    at,
    ...(newImage && { newImage }),
    ...(coarse !== undefined && { precision: coarse ? 'MILLISECOND' : 'MICROSECOND' }),
  };
}

function kinesisRecordOf(tells: TableChange | Garbage, position: number): StreamRecord {
  if (tells === 'undecodable') return kinesisRecord(`garbage ${position}`, position);
  if (tells === 'foreign') {
    const change = { table: 'another-table', keys: keysOf(0), newImage: keysOf(0), at: START };
    return kinesisRecord(changeRecord(change), position);
  }
  return kinesisRecord(changeRecord(tells), position, partitionKey(tells));
}

function streamsRecordOf(tells: TableChange | Garbage, position: number): StreamRecord {
  if (typeof tells === 'object') return streamsRecord(tells, position);
  const change = { keys: keysOf(0), newImage: keysOf(0), at: START };
  if (tells === 'foreign') return streamsRecord({ ...change, table: 'another-table' }, position);
  const record = streamsRecord(change, position);
  return { ...record, dynamodb: { ...record.dynamodb, Keys: {} } };
}

/** 32 hexadecimal digits that follow from the item's key, as DynamoDB's do. */
function partitionKey(tells: TableChange | Garbage): string {
  const key = typeof tells === 'object' ? JSON.stringify(tells.keys) : tells;
  return createHash('md5').update(key).digest('hex').toUpperCase();
}

function history(
  source: History['source'],
  changes: readonly TableChange[],
  records: readonly ToldRecord[],
  { mapping, shardCount, rolledAt = records.length, arrivingMs, ...rest }: Conditions,
): History {
  const isCrowded = changes.length > CROWD;
  const placed = records.map(({ record, shard, tells }, i) => ({
    shard,
    isRolled: i >= rolledAt,
    record: {
      record,
      partitionKey: partitionKey(tells),
      arrivesAtMs: isCrowded ? 0 : Math.round((arrivingMs * i) / records.length),
    },
  }));
  const shard = (number: number, rolled: boolean): ShardRecord[] =>
    placed.filter((p) => p.shard === number && p.isRolled === rolled).map(({ record }) => record);
  const lines = Array.from(
    { length: shardCount },
    (_, number): ShardLine => [shard(number, false), shard(number, true)].filter(({ length }) => length > 0),
  );
  // The crowd comes in one batch.
  const settings: EventSourceMapping = isCrowded
    ? { ...mapping, batchSize: 2 * CROWD, parallelizationFactor: 1 }
    : mapping;
  const taken = { source, changes, records, lines, mapping: settings, ...rest };
  return Object.defineProperty(taken, fc.toStringMethod, { value: () => describeHistory(taken) });
}
