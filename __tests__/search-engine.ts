import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Context, RootHookObject } from 'mocha';
import { type SearchEngine, startSearchEngine } from '../local/search/engine/search-engine';
import { requireEngine } from './engines';

/** From an empty cache: 53 MB from Maven Central, then 4 to 8 s for the start. */
const FIRST_START_MS = 180_000;

let running: Promise<{ readonly engine: SearchEngine; readonly folder: string }> | undefined;

/**
 * The one OpenSearch of this run, started when it is first asked for: each suite uses indices of its own.
 * For a `before`: gives the first start its time, and skips the suite where OpenSearch cannot run.
 */
export async function sharedSearchEngine(context: Context): Promise<{ readonly url: string }> {
  context.timeout(FIRST_START_MS);
  await requireEngine(context, 'OpenSearch', missingForOpenSearch);
  // Set by whoever runs mocha several times over: that engine is left running.
  const { SEARCH_ENGINE_URL: url } = process.env;
  if (url) return { url };
  running ??= start();
  return { url: (await running).engine.url };
}

export const mochaHooks: RootHookObject = {
  async afterAll() {
    if (!running) return;
    const { engine, folder } = await running;
    await engine.stop();
    await rm(folder, { recursive: true, force: true });
  },
};

async function start() {
  const folder = await mkdtemp(join(tmpdir(), 'search-engine-'));
  const engine = await startSearchEngine({
    dataFolder: join(folder, 'data'),
    logFile: join(folder, 'engine.log'),
  });
  return { engine, folder };
}

async function missingForOpenSearch(): Promise<string | undefined> {
  const run = promisify(execFile);
  for (const [command, product] of [
    ['java', 'a JDK, 17 or newer'],
    ['mvn', 'Maven, 3.8 or newer'],
  ] as const) {
    const found = await run(command, ['-version']).then(
      () => true,
      () => false,
    );
    if (!found) return `there is no \`${command}\` on the PATH: install ${product}.`;
  }
  return undefined;
}
