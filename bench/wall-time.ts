import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KinesisStreamEvent } from 'aws-lambda';
import { decodeRecord } from '../functions/change/decode-record';
import { routerOf } from '../functions/route/router';
import { bulkRequest } from '../functions/write/bulk-request';
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
  /** Time a change into a real OpenSearch, in µs: by the function, and by `_bulk` of ready NDJSON. */
  readonly indexer: number;
  readonly ready: number;
  /** The median over the rounds of their quotient. */
  readonly ratio: number;
}

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
  const bodies = events.map(readyBody);
  const changes = BATCHES * SIZES[size].changes;
  const ways = {
    indexer: async () => {
      for (const event of events) await handle(event);
    },
    ready: async () => {
      for (const body of bodies) await send(`${engine}/_bulk?filter_path=items.*.status`, 'POST', body);
    },
  };
  const times = { indexer: [] as number[], ready: [] as number[] };
  // The first round warms both ways, and the engine, up.
  for (let round = -1; round < ROUNDS; round++) {
    for (const way of round % 2 === 0 ? (['indexer', 'ready'] as const) : (['ready', 'indexer'] as const)) {
      await emptyIndex(engine);
      const start = process.hrtime.bigint();
      await ways[way]();
      if (round >= 0) times[way].push(Number(process.hrtime.bigint() - start) / 1e3 / changes);
    }
  }
  return {
    size,
    indexer: median(times.indexer),
    ready: median(times.ready),
    ratio: median(times.indexer.map((time, i) => time / (times.ready[i] ?? Number.NaN))),
  };
}

/** The very bytes that the function sends. */
function readyBody({ Records }: KinesisStreamEvent): Buffer {
  const changes = Records.map((record, i) => decodeRecord(record, i));
  const writes = planWrites(changes, routerOf([{ index: INDEX }]));
  return Buffer.from(bulkRequest(writes.map((write) => ({ write, form: 'document' }))).body);
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
