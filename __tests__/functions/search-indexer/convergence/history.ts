import type { AttributeMap } from '../../../../functions/change/attribute-value';
import type { EventSourceMapping, ShardLine, StreamRecord } from '../../delivery';
import type { InvocationFault } from '../../execution-environments';
import type { Fault } from '../../faults';
import type { ItemChange } from '../../kinesis-events';

/** What an item becomes. Poison is what the index refuses: text for a number, too many fields, too large. */
export type Content =
  | { readonly kind: 'number'; readonly n: number }
  | { readonly kind: 'mixed list' }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'poison'; readonly of: 'text' | 'fields' | 'size' };

export interface TableChange extends ItemChange {
  /** Its place among all changes of the table. */
  readonly number: number;
  readonly item: number;
  readonly content: Content;
}

/** What a record is that is no change of the table. */
export type Garbage = 'undecodable' | 'foreign';

/** A record, and the change that it tells of. */
export interface ToldRecord {
  readonly record: StreamRecord;
  readonly shard: number;
  readonly tells: TableChange | Garbage;
}

/** What is down at first, and works after a while. */
export const TROUBLES = [
  'none',
  'the index is missing',
  'the index is blocked',
  'access denied for a while',
  'the collection is down',
  's3 down',
  'sqs down',
  's3 hanging',
] as const;

export type Trouble = (typeof TROUBLES)[number];

export interface History {
  readonly source: 'kinesis' | 'streams';
  /** In the order in which they happened. */
  readonly changes: readonly TableChange[];
  /** In the order of their sequence numbers. */
  readonly records: readonly ToldRecord[];
  readonly lines: readonly ShardLine[];
  readonly mapping: EventSourceMapping;
  /** Whether deletes leave tombstones. */
  readonly softDelete: boolean;
  readonly timeoutMs: number;
  readonly trouble: Trouble;
  /** How long the trouble stays once it is met. */
  readonly troubleMs: number;
  readonly faults: readonly Fault[];
  readonly invocationFaults: readonly InvocationFault[];
}

/** At most so many at once. */
export const SHARDS = 3;

/** The index takes so many bytes a request. */
export const MAX_BODY_BYTES = 12_000;

/** `n` takes whole numbers only, and there are not many fields. */
export const INDEX = {
  mappings: { properties: { n: { type: 'long' } } },
  settings: { 'index.number_of_replicas': 0, 'index.mapping.total_fields.limit': 40 },
};

export const keysOf = (item: number): AttributeMap => ({ id: { S: `item ${item}` } });

export function imageOf(item: number, content: Content): AttributeMap | undefined {
  const keys = keysOf(item);
  if (content.kind === 'deleted') return undefined;
  if (content.kind === 'number') return { ...keys, n: { N: String(content.n) } };
  if (content.kind === 'mixed list') return { ...keys, m: { L: [{ S: 'a' }, { N: '1' }] } };
  if (content.of === 'text') return { ...keys, n: { S: 'poison' } };
  if (content.of === 'size') return { ...keys, t: { S: 'x'.repeat(MAX_BODY_BYTES) } };
  return { ...keys, ...Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`f${i}`, { N: '1' }])) };
}

/** A history as it is told of in a failure: what happened, how it was delivered, and what went wrong. */
export function describeHistory(history: History): string {
  const { source, changes, records, lines, mapping, timeoutMs, trouble, troubleMs } = history;
  const { faults, invocationFaults, softDelete } = history;
  return [
    '',
    `  ${source}: the table's changes`,
    ...changes.map((change) => `    ${change.number}: ${describeChange(change)}`),
    '  the shards, by change (! after the shard that it replaces)',
    ...lines.map((line, i) => `    ${i}: ${line.map((shard) => told(shard, records)).join(' ! ')}`),
    `  mapping ${JSON.stringify(mapping)}, time-out ${timeoutMs} ms${softDelete ? ', soft deletes' : ''}`,
    ...(trouble === 'none' ? [] : [`  ${trouble}, ${troubleMs} ms`]),
    ...(faults.length === 0 ? [] : [`  requests: ${faults.join('; ')}`]),
    ...(invocationFaults.length === 0 ? [] : [`  invocations: ${invocationFaults.join('; ')}`]),
    '',
  ].join('\n');
}

function describeChange({ item, content, precision, at }: TableChange): string {
  const time = `at ${at}${precision === 'MILLISECOND' ? ' in milliseconds' : ''}`;
  if (content.kind === 'deleted') return `item ${item} deleted ${time}`;
  if (content.kind === 'number') return `item ${item} = ${content.n} ${time}`;
  if (content.kind === 'mixed list') return `item ${item} = ["a", 1] ${time}`;
  return `item ${item} = poison by its ${content.of} ${time}`;
}

function told(shard: ShardLine[number], records: readonly ToldRecord[]): string {
  const tells = shard.map(({ record }) => records.find((known) => known.record === record)?.tells);
  return tells.map((what) => (typeof what === 'object' ? what.number : what)).join(' ');
}
