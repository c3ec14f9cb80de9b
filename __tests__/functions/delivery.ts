import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBRecord, KinesisStreamRecord } from 'aws-lambda';
import { type Answer, judge, type Outcome } from './batch-outcome';

export type StreamRecord = KinesisStreamRecord | DynamoDBRecord;

/** A record in its shard. */
export interface ShardRecord {
  readonly record: StreamRecord;
  /** Records of one key are handled in order, also where a shard is handled in lanes. */
  readonly partitionKey: string;
  /** When the record arrives, in milliseconds after the delivery began. */
  readonly arrivesAtMs: number;
}

/** A shard, and then the shard that took its place, if any: that is read once the first is done with. */
export type ShardLine = readonly (readonly ShardRecord[])[];

/** The settings of an event source mapping, as Lambda names them, with `ReportBatchItemFailures`. */
export interface EventSourceMapping {
  readonly batchSize: number;
  readonly parallelizationFactor: number;
  readonly bisectBatchOnFunctionError: boolean;
  /** @default without end */
  readonly maximumRetryAttempts?: number | undefined;
  /** @default as old as they get */
  readonly maximumRecordAgeMs?: number | undefined;
}

export type GivenUpFor = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

export interface Target {
  invoke(event: unknown): Promise<unknown>;
  /** Told of each batch before it is delivered. */
  onBatch(batch: readonly StreamRecord[]): void;
  /** Told of the records that the function has acknowledged. */
  onAcknowledged(records: readonly StreamRecord[]): Promise<void>;
  /** Where batches go that are given up: the on-failure destination. */
  onGivenUp(records: readonly StreamRecord[], condition: GivenUpFor): void;
  /** Told how each delivery went. */
  onStep(step: DeliveryStep): void;
}

export const DELIVERY_STEPS = [
  'whole batch acknowledged',
  'part of a batch acknowledged',
  'nothing of a batch acknowledged',
  'function error',
  'batch bisected',
  'batch retried',
  'given up: RetryAttemptsExhausted',
  'given up: RecordAgeExceeded',
  'lanes of one shard at once',
  'shard after its parent',
] as const;

export type DeliveryStep = (typeof DELIVERY_STEPS)[number];

/** What is left of a batch, or a half of it. */
interface Part {
  readonly records: readonly ShardRecord[];
  /** Failures without progress; bisecting does not count. */
  readonly failures: number;
}

/** How long Lambda waits is not documented; here it is short. */
const FIRST_RETRY_MS = 10;
const LONGEST_RETRY_MS = 320;

/** A shard that is not done by then is taken for stuck. */
const STUCK_MS = 90_000;

/**
 * Drives a function as Lambda's event source mapping does. Shards are read at once, a child after its parent; in a
 * shard, each lane goes in order. A batch starts again at the lowest sequence number that the function gives back;
 * after an error of the function it is bisected, each half on its own; after so many failures, or once a record in
 * it is too old, what is left of it goes to the on-failure destination, and the shard goes on.
 */
export async function deliver(
  lines: readonly ShardLine[],
  mapping: EventSourceMapping,
  target: Target,
): Promise<void> {
  await Promise.all(lines.map((line) => new Delivery(mapping, target).deliverLine(line)));
}

class Delivery {
  private readonly began = Date.now();

  constructor(
    private readonly mapping: EventSourceMapping,
    private readonly target: Target,
  ) {}

  async deliverLine(line: ShardLine): Promise<void> {
    for (const [i, shard] of line.entries()) {
      if (i > 0 && shard.length > 0) this.target.onStep('shard after its parent');
      const lanes = lanesOf(shard, this.mapping.parallelizationFactor);
      if (lanes.length > 1) this.target.onStep('lanes of one shard at once');
      await Promise.all(lanes.map((lane) => this.deliverLane(lane)));
    }
  }

  private async deliverLane(lane: readonly ShardRecord[]): Promise<void> {
    for (let next = 0; next < lane.length; ) {
      const batch = await this.nextBatch(lane, next);
      next += batch.length;
      const parts: Part[] = [{ records: batch, failures: 0 }];
      for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
        if (this.ageMs() > STUCK_MS) throw new Error('the shard does not drain');
        parts.unshift(...(await this.attempt(part)));
      }
    }
  }

  /** Those that have come, at most a batch of them; waits for the first. */
  private async nextBatch(lane: readonly ShardRecord[], next: number): Promise<readonly ShardRecord[]> {
    await sleep(Math.max(0, (lane[next]?.arrivesAtMs ?? 0) - this.ageMs()));
    const come = lane.slice(next).findIndex(({ arrivesAtMs }) => arrivesAtMs > this.ageMs() + 1);
    const count = come === -1 ? lane.length - next : Math.max(1, come);
    return lane.slice(next, next + Math.min(count, this.mapping.batchSize));
  }

  /** Invokes the function once, and returns what is left of the batch. */
  private async attempt({ records, failures }: Part): Promise<Part[]> {
    const { maximumRecordAgeMs = Number.POSITIVE_INFINITY } = this.mapping;
    if (records.some(({ arrivesAtMs }) => this.ageMs() - arrivesAtMs > maximumRecordAgeMs)) {
      return this.giveUp(records, 'RecordAgeExceeded');
    }
    const batch = records.map(({ record }) => record);
    this.target.onBatch(batch);
    const outcome = judge(batch.map(sequenceNumber), await this.answer(batch));
    if (outcome.done > 0) await this.target.onAcknowledged(batch.slice(0, outcome.done));
    this.target.onStep(stepOf(outcome, records.length));
    const left = records.slice(outcome.done);
    return left.length === 0 ? [] : this.again(left, outcome, outcome.done > 0 ? 0 : failures);
  }

  /** @throws when the function does not end in its time: it must know better */
  private async answer(batch: readonly StreamRecord[]): Promise<Answer> {
    try {
      return { answer: await this.target.invoke({ Records: batch }) };
    } catch (error) {
      if (error instanceof Error && error.name === 'FunctionTimeout') throw error;
      this.target.onStep('function error');
      return 'failed';
    }
  }

  /** A failed batch: bisected, which is not counted, or tried once more, or given up. */
  private async again(records: readonly ShardRecord[], outcome: Outcome, failures: number): Promise<Part[]> {
    const { bisectBatchOnFunctionError, maximumRetryAttempts = Number.POSITIVE_INFINITY } = this.mapping;
    if (bisectBatchOnFunctionError && !outcome.reported && records.length > 1) {
      await sleep(FIRST_RETRY_MS);
      this.target.onStep('batch bisected');
      const middle = Math.floor(records.length / 2);
      return [records.slice(0, middle), records.slice(middle)].map((half) => ({ records: half, failures }));
    }
    if (failures >= maximumRetryAttempts) return this.giveUp(records, 'RetryAttemptsExhausted');
    await sleep(Math.min(FIRST_RETRY_MS * 2 ** failures, LONGEST_RETRY_MS));
    this.target.onStep('batch retried');
    return [{ records, failures: failures + 1 }];
  }

  private giveUp(records: readonly ShardRecord[], condition: GivenUpFor): Part[] {
    this.target.onGivenUp(
      records.map(({ record }) => record),
      condition,
    );
    this.target.onStep(`given up: ${condition}`);
    return [];
  }

  private ageMs(): number {
    return Date.now() - this.began;
  }
}

function stepOf({ done }: Outcome, length: number): DeliveryStep {
  if (done === length) return 'whole batch acknowledged';
  return done === 0 ? 'nothing of a batch acknowledged' : 'part of a batch acknowledged';
}

/** The records of a shard by the lane that takes their partition key; none is empty. */
function lanesOf(shard: readonly ShardRecord[], count: number): ShardRecord[][] {
  const lanes = new Map<number, ShardRecord[]>();
  for (const record of shard) {
    const lane = hash(record.partitionKey) % count;
    lanes.set(lane, [...(lanes.get(lane) ?? []), record]);
  }
  return [...lanes.values()];
}

function hash(text: string): number {
  return [...text].reduce((sum, character) => (31 * sum + character.charCodeAt(0)) % 65_537, 7);
}

export function sequenceNumber(record: StreamRecord): string {
  return ('kinesis' in record ? record.kinesis.sequenceNumber : record.dynamodb?.SequenceNumber) ?? '';
}
