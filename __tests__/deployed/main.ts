import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../local/paths';
import { checkPrerequisites } from '../../local/prerequisites';
import { type SearchEngine, startSearchEngine } from '../../local/search/engine/search-engine';

/*
 * npm run test:deploy: the suites of this folder, and others that deploy or plan whole stacks, two at a time, since a deploy
 * is mostly waited for. Each has an AWS of its own; all write to one OpenSearch. What is given on the command line goes to
 * mocha.
 */

const MOCHA = createRequire(__filename).resolve('mocha/bin/mocha.js');
/** From the project's root, as what is left out is named on the command line. */
const SUITES = ['__tests__/deployed/*.test.ts', '__tests__/{cli,local,policy-scan}/**/*.deployed.test.ts'];

async function main(args: readonly string[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'search-engine-'));
  const engine = await engineIn(folder);
  try {
    const mocha = spawn(process.execPath, [MOCHA, '--parallel', '--jobs', '2', ...SUITES, ...args], {
      cwd: PROJECT_ROOT,
      stdio: 'inherit',
      env: { ...process.env, ...(engine && { SEARCH_ENGINE_URL: engine.url }) },
    });
    const [code] = await once(mocha, 'exit');
    process.exitCode = code ?? 1;
  } finally {
    await engine?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** None where something is missing for it: the suites say what. */
async function engineIn(folder: string): Promise<SearchEngine | undefined> {
  const isMissing = await checkPrerequisites().then(
    () => false,
    () => true,
  );
  if (isMissing) return undefined;
  return startSearchEngine({ dataFolder: join(folder, 'data'), logFile: join(folder, 'engine.log') });
}

main(process.argv.slice(2));
