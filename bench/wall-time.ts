import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KinesisStreamEvent } from 'aws-lambda';
import { decodeRecord } from '../functions/change/decode-record';
import { routerOf } from '../functions/route/router';
import { bulkRequest } from '../functions/write/bulk-request';
import { MAX_CONCURRENCY } from '../functions/write/pace';
import { inParts } from '../functions/write/parts';
import { planWrites } from '../functions/write/write';
import { startSearchEngine } from '../local/search/engine/search-engine';
import { DEFAULT_MAPPINGS, DEFAULT_SETTINGS } from '../modules/search-index/default-index';
import { kinesisEvent, SIZES, type Size } from './events';
import { median } from './median';
import { searchIndexer } from './ways/search-indexer';
import { INDEX } from './ways/way';

/** Rounds, in each of which both ways fill an empty index. */
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 9);
const BATCHES = 8;

export interface WallTime {
  readonly size: Size;
  /** Time a change into a real OpenSearch, in µs, the median over the rounds. */
  readonly times: Readonly<Record<WallTimeWay, number>>;
  /** The median over the rounds of the function's time divided by another's in the same round. */
  readonly ratioTo: (way: WallTimeWay) => number;
}

/**
 * By the function, or by `_bulk` of ready NDJSON: each batch in one request, or in as many at once as the function
 * sends.
 */
const WAYS = ['search-indexer', 'ready', 'ready at once'] as const;
export type WallTimeWay = (typeof WAYS)[number];

/** Measures the whole way into a real OpenSearch against sending what is to be sent, ready made. */
export async function measureWallTime(folder: string): Promise<WallTime[]> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'bench-engine-'));
  const engine = await startSearchEngine({ dataFolder, logFile: join(folder, 'engine.log') });
  try {
    const { handle } = searchIndexer(engine.url, folder);
    const results: WallTime[] = [];
    for (const size of Object.keys(SIZES) as Size[])
      results.push(await measureSize(size, engine.url, handle));
    return results;
  } finally {
    await engine.stop();
    await rm(dataFolder, { recursive: true, force: true });
  }
}

async function measureSize(
  size: Size,
  engine: string,
  handle: (event: unknown) => Promise<unknown>,
): Promise<WallTime> {
  const events = Array.from({ length: BATCHES }, (_, batch) => kinesisEvent(size, 'distinct', batch));
  const bodies = events.map((event) => readyBodies(event, 1));
  const bodiesAtOnce = events.map((event) => readyBodies(event, MAX_CONCURRENCY));
  const changes = BATCHES * SIZES[size].changes;
  const sendAll = async (batches: readonly Buffer[][]) => {
    for (const parts of batches)
      await Promise.all(
        parts.map((part) => send(`${engine}/_bulk?filter_path=items.*.status`, 'POST', part)),
      );
  };
  const run: Record<WallTimeWay, () => Promise<void>> = {
    'search-indexer': async () => {
      for (const event of events) await handle(event);
    },
    ready: () => sendAll(bodies),
    'ready at once': () => sendAll(bodiesAtOnce),
  };
  const rounds: Record<WallTimeWay, number>[] = [];
  // The first rounds warm all ways, and the engine, up.
  for (let round = -WAYS.length; round < ROUNDS; round++) {
    const times = { 'search-indexer': 0, ready: 0, 'ready at once': 0 };
    for (const i of WAYS.keys()) {
      const way = WAYS[(i + round + WAYS.length) % WAYS.length] ?? 'ready';
      await emptyIndex(engine);
      const start = process.hrtime.bigint();
      await run[way]();
      times[way] = Number(process.hrtime.bigint() - start) / 1e3 / changes;
    }
    if (round >= 0) rounds.push(times);
  }
  const medianOf = (way: WallTimeWay) => median(rounds.map((times) => times[way]));
  return {
    size,
    times: {
      'search-indexer': medianOf('search-indexer'),
      ready: medianOf('ready'),
      'ready at once': medianOf('ready at once'),
    },
    ratioTo: (way) => median(rounds.map((times) => times['search-indexer'] / times[way])),
  };
}

/** The very bytes that the function sends, in so many bodies. */
function readyBodies({ Records }: KinesisStreamEvent, count: number): Buffer[] {
  const changes = Records.map((record, i) => decodeRecord(record, i));
  const writes = planWrites(changes, routerOf([{ index: INDEX }]));
  return inParts(writes, count).map((part) =>
    Buffer.from(bulkRequest(part.map((write) => ({ write, form: 'document' }))).body),
  );
}

async function emptyIndex(engine: string): Promise<void> {
  await send(`${engine}/${INDEX}?ignore_unavailable=true`, 'DELETE');
  const body = JSON.stringify({ mappings: DEFAULT_MAPPINGS, settings: DEFAULT_SETTINGS });
  await send(`${engine}/${INDEX}`, 'PUT', Buffer.from(body), 'application/json');
}

function send(
  url: string,
  method: string,
  body: Buffer = Buffer.alloc(0),
  contentType = 'application/x-ndjson',
): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': contentType, 'content-length': body.length };
    request(url, { method, headers }, (response) => {
      response.on('end', () =>
        response.statusCode === 200
          ? resolve()
          : reject(new Error(`${method} ${url}: ${response.statusCode}`)),
      );
      response.resume();
    })
      .on('error', reject)
      .end(body);
  });
}
