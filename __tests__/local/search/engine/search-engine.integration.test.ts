import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { PROJECT_ROOT } from '../../../../local/paths';
import { sharedSearchEngine } from '../../../search-engine';

describe('the search engine', () => {
  let url: string;
  before(async function () {
    url = (await sharedSearchEngine(this)).url;
  });

  it('is the last OpenSearch 2 that can be had, on this machine only', async () => {
    const response = await fetch(url);
    expect(await response.json()).to.have.nested.property('version.number', '2.19.1');
    expect(new URL(url).hostname).to.equal('127.0.0.1');
  });

  it('ends with its parent, even when that is killed', async function () {
    this.timeout(60_000);
    const folder = await mkdtemp(join(tmpdir(), 'search-engine-'));
    const parent = spawn(
      process.execPath,
      [
        '--require',
        'tsx/cjs',
        '-e',
        START,
        join(PROJECT_ROOT, 'local/search/engine/search-engine.ts'),
        folder,
      ],
      { cwd: PROJECT_ROOT, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const [said] = await once(parent.stdout, 'data');
    const { pid } = JSON.parse(String(said));
    expect(isRunning(pid)).to.equal(true);

    parent.kill('SIGKILL');
    const deadline = Date.now() + 15_000;
    while (isRunning(pid) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 100));
    expect(isRunning(pid)).to.equal(false);
    await rm(folder, { recursive: true, force: true });
  });
});

/** Starts an engine of its own, and says its process id. */
const START = `
  const [module, folder] = process.argv.slice(1);
  require(module)
    .startSearchEngine({ dataFolder: folder + '/data', logFile: folder + '/log' })
    .then(({ pid }) => console.log(JSON.stringify({ pid })));
`;

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
