import { expect } from 'chai';
import fc from 'fast-check';
import { Coverage } from '../coverage';
import { FaultyProxy } from '../faulty-proxy';
import { ParkingService } from '../parking-service';
import { TestCollection } from '../test-collection';
import { kinesisHistory, streamsHistory } from './convergence/histories';
import type { History } from './convergence/history';
import { HistoryRun } from './convergence/history-run';
import { EXCEPTION, SITUATIONS } from './convergence/situations';
import type { Stage } from './convergence/trouble';

/** Histories a round, half of them of each source; each round has new seeds. */
const ROUND = 60;
const HISTORIES = Number(process.env.HISTORIES || ROUND);
/** Plays on for so long, unless it is told how many. */
const SOAK_MS = process.env.HISTORIES ? 0 : 60_000 * Number(process.env.SOAK_MINUTES ?? 0);

/** Smaller runs need not meet everything; a whole one goes on a little until it has. */
const isWhole = HISTORIES >= ROUND && process.env.SEED === undefined;

/** Most of a history is waiting, so several are played at once. */
const PLAYERS = 5;

/** A failure is made smaller for so long. */
const SHRINKING_MS = 300_000;

/** Set to what a failure prints, these play that history again: its seed, its path, and its source. */
const { SEED, HISTORY_PATH = '', HISTORY_SOURCE } = process.env;

const SOURCES = [
  { source: 'Kinesis', history: kinesisHistory },
  { source: 'DynamoDB Streams', history: streamsHistory },
] as const;

describe('search-indexer under faults', function () {
  this.timeout(600_000 + SOAK_MS + 3_000 * HISTORIES);
  const coverage = new Coverage([...SITUATIONS, EXCEPTION]);
  const stages = new Map<string, Stage>();
  const open: { close(): Promise<void> }[] = [];
  let collection: TestCollection;
  let indices = 0;

  before(async function () {
    collection = await TestCollection.start(this);
    open.push(collection);
    // Else the engine would make the index that is missing; Serverless lets the indexer make none.
    await collection.engine('PUT', '/_cluster/settings', {
      transient: { 'action.auto_create_index': '-history-*,+*' },
    });
  });
  after(async () => {
    await collection?.engine('PUT', '/_cluster/settings', {
      transient: { 'action.auto_create_index': null },
    });
    await Promise.all(open.map((service) => service.close()));
  });

  it('ends with the table in the index, whatever happens on the way', async () => {
    const began = Date.now();
    let played = 0;
    const isDue = () => played < HISTORIES || Date.now() < began + SOAK_MS;
    while (isDue() || (isWhole && unmet().length > 0 && played < HISTORIES + ROUND)) {
      const histories = isDue()
        ? Math.min(ROUND, Math.max(HISTORIES - played, SOAK_MS && ROUND))
        : 2 * PLAYERS;
      await playRound(histories);
      played += histories;
      if (!isDue() && played <= ROUND) continue;
      console.log(`      ${played} histories, ${Math.round((Date.now() - began) / 1_000)} s`);
    }
  });

  it('has met every situation', function () {
    console.log(coverage.toString());
    if (!isWhole) this.skip();
    expect(unmet()).to.deep.equal([]);
  });

  const unmet = () => coverage.missing().filter((situation) => situation !== EXCEPTION);

  async function playRound(histories: number): Promise<void> {
    const ends = await Promise.allSettled(SOURCES.flatMap((of) => players(of, histories / SOURCES.length)));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  }

  function players(of: (typeof SOURCES)[number], histories: number): Promise<void>[] {
    if (HISTORY_SOURCE !== undefined && HISTORY_SOURCE !== of.source) return [];
    const count = SEED === undefined ? PLAYERS : 1;
    return Array.from({ length: count }, async (_, i) => {
      const numRuns = Math.ceil((histories - i) / count);
      if (numRuns > 0) await play(of, await stageOf(`${of.source} ${i}`), numRuns);
    });
  }

  async function play({ source, history }: (typeof SOURCES)[number], stage: Stage, numRuns: number) {
    const isGood = async (taken: History) => {
      const index = `history-${process.pid}-${++indices}`;
      await new HistoryRun(taken, stage, index, coverage).play();
    };
    const details = await fc.check(fc.asyncProperty(history, isGood), {
      numRuns,
      interruptAfterTimeLimit: SHRINKING_MS + 3_000 * numRuns,
      ...(SEED !== undefined && { seed: Number(SEED), path: HISTORY_PATH }),
    });
    if (!details.failed) return;
    throw new Error(
      `A history from ${source} did not converge. To play it again:\n` +
        `SEED=${details.seed} HISTORY_PATH=${details.counterexamplePath} HISTORY_SOURCE='${source}'\n` +
        `${await fc.asyncDefaultReportMessage(details)}\n` +
        (details.errorInstance instanceof Error ? details.errorInstance.message : ''),
    );
  }

  /** Each player has a stage of its own, for all rounds. */
  async function stageOf(player: string): Promise<Stage> {
    const known = stages.get(player);
    if (known !== undefined) return known;
    const [proxy, parking] = [await FaultyProxy.start(collection), await ParkingService.start()];
    open.push(proxy, parking);
    const stage = { collection, proxy, parking };
    stages.set(player, stage);
    return stage;
  }
});
