import { DELIVERY_STEPS } from '../../delivery';
import { INVOCATION_FAULTS } from '../../execution-environments';
import { BROKEN_CONNECTIONS, FAULTS, SPOILT_ANSWERS } from '../../faults';
import { OUTCOMES } from '../../outcomes';
import { type TableChange, type ToldRecord, TROUBLES } from './history';

const ORDERS = [
  'change twice in one batch',
  'change again in a later batch',
  'older after newer in one batch',
  'older after newer in a later batch',
  'older after newer across shards',
  'write after a later delete in one batch',
  'write after a later delete in a later batch',
  'delete after a later write',
  'milliseconds beside microseconds in one batch',
  'changes of one second in one batch',
  'changes of one second in two batches',
] as const;

export const HALVES_AT_ONCE = 'halves of a batch at once';

type Order = (typeof ORDERS)[number];

/** What a run has to meet, each at least once. */
export const SITUATIONS: readonly string[] = [
  'batches',
  HALVES_AT_ONCE,
  ...ORDERS,
  ...DELIVERY_STEPS,
  ...INVOCATION_FAULTS.map((fault) => `invocation: ${fault}`),
  ...TROUBLES.map((trouble) => `at first: ${trouble}`),
  ...FAULTS.map((fault) => `request: ${fault}`),
  'ambiguous requests',
  'late writes applied',
  'late writes refused for their version',
  ...OUTCOMES.map((outcome) => `told: ${outcome}`),
  'refused by s3',
  'refused by sqs',
  'not answered by s3',
  'parked as refused',
  'parked as undecodable',
  'parked as foreign',
  'marker in the index',
  'bare marker in the index',
  'tombstone in the index',
  'item whose last change was given up',
];

/** Counted apart, and not demanded: the stated exception of DynamoDB Streams. */
export const EXCEPTION = 'late write over its successors of the same second';

export const AMBIGUOUS: ReadonlySet<string> = new Set([
  ...BROKEN_CONNECTIONS,
  ...SPOILT_ANSWERS.filter((fault) => fault !== 'conflicts after the write'),
]);

/** Notes in which order the changes of one history come. */
export class Orders {
  private readonly earlier: ToldRecord[] = [];

  constructor(
    private readonly source: 'kinesis' | 'streams',
    private readonly saw: (order: Order) => void,
  ) {}

  /** A batch, delivered for the first time or again. */
  note(batch: readonly ToldRecord[]): void {
    for (const [i, second] of batch.entries()) {
      for (const first of batch.slice(0, i)) this.notePair(first, second, true);
    }
    const fresh = batch.filter((record) => !this.earlier.includes(record));
    for (const second of fresh) {
      for (const first of this.earlier) this.notePair(first, second, false);
    }
    this.earlier.push(...fresh);
  }

  private notePair(first: ToldRecord, second: ToldRecord, together: boolean): void {
    const [a, b] = [first.tells, second.tells];
    if (typeof a === 'string' || typeof b === 'string') return;
    if (together && a.precision !== b.precision) this.saw('milliseconds beside microseconds in one batch');
    if (a.item !== b.item) return;
    if (this.source === 'streams') {
      if (sameSecond(a, b))
        this.saw(together ? 'changes of one second in one batch' : 'changes of one second in two batches');
      return;
    }
    if (a === b) this.saw(together ? 'change twice in one batch' : 'change again in a later batch');
    if (a.number <= b.number) return;
    this.saw(together ? 'older after newer in one batch' : 'older after newer in a later batch');
    if (first.shard !== second.shard) this.saw('older after newer across shards');
    if (b.newImage === undefined && a.newImage !== undefined) this.saw('delete after a later write');
    if (a.newImage !== undefined || b.newImage === undefined) return;
    this.saw(
      together ? 'write after a later delete in one batch' : 'write after a later delete in a later batch',
    );
  }
}

const sameSecond = (a: TableChange, b: TableChange): boolean =>
  Math.floor(a.at / 1_000_000) === Math.floor(b.at / 1_000_000);
