import { type Load, SIZES, type Size } from './events';
import { median } from './median';
import { BenchProcess } from './processes';

export const WAYS = [
  'floor+',
  'search-indexer',
  'search-indexer, projected',
  'search-indexer, routed',
  'naive',
  'helpers.bulk',
  'dynamodb-stream-elasticsearch',
] as const;
export type WayName = (typeof WAYS)[number];

/** What each way did with one kind of batch. */
export interface Measurement {
  readonly size: Size;
  readonly load: Load;
  /** CPU time a change, in µs: the median over the rounds. */
  readonly costs: ReadonlyMap<WayName, number>;
  /** The median over the rounds of one way's cost divided by another's in the same round. */
  readonly ratio: (way: WayName, to: WayName) => number;
}

/** Rounds, in each of which each way has its turn. */
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 9);
/** CPU time of one way's turn, in µs, and of what it does unmeasured before. */
const TURN_US = 150_000;
const WARM_UP_US = 1_500_000;

/** Measures all ways by turns, each in a process of its own: what else the machine does meets all of them. */
export async function measure(size: Size, load: Load, sink: string, folder: string): Promise<Measurement> {
  const workers = new Map<WayName, BenchProcess>();
  for (const way of WAYS) workers.set(way, await BenchProcess.startWorker({ way, size, load, sink, folder }));
  const turns = new Map<WayName, number>();
  for (const [way, worker] of workers) {
    for (let spent = 0; spent < WARM_UP_US; ) spent += await worker.run(1);
    turns.set(way, Math.max(1, Math.round((3 * TURN_US) / (await worker.run(3)))));
  }
  const rounds: Map<WayName, number>[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const costs = new Map<WayName, number>();
    for (const [way, worker] of workers) {
      const batches = turns.get(way) ?? 1;
      costs.set(way, (await worker.run(batches)) / (batches * SIZES[size].changes));
    }
    rounds.push(costs);
  }
  for (const worker of workers.values()) worker.stop();
  const cost = (round: Map<WayName, number>, way: WayName) => round.get(way) ?? Number.NaN;
  return {
    size,
    load,
    costs: new Map(WAYS.map((way) => [way, median(rounds.map((round) => cost(round, way)))])),
    ratio: (way, to) => median(rounds.map((round) => cost(round, way) / cost(round, to))),
  };
}
