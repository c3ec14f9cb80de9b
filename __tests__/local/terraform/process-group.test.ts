import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { runProcessGroup } from '../../../local/terraform/process-group';

/** Starts a grandchild that would run for a minute, and says its process id. */
const WITH_GRANDCHILD = 'sleep 60 & echo $!; wait';

describe('a process group', () => {
  let folder: string;
  let logFile: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'process-group-'));
    logFile = join(folder, 'logs', 'log');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const sh = (script: string, more = {}): Promise<number> =>
    runProcessGroup({
      command: 'sh',
      args: ['-c', script],
      cwd: folder,
      env: { PATH: process.env.PATH ?? '' },
      logFile,
      ...more,
    });

  it('gives the status, and the output by lines and in the log', async () => {
    const lines: string[] = [];
    const status = await sh('echo one; echo two >&2; exit 3', { onLine: (line: string) => lines.push(line) });
    expect(status).to.equal(3);
    expect(lines).to.have.members(['one', 'two']);
    expect(readFileSync(logFile, 'utf8').split('\n')).to.include.members(['one', 'two']);
  });

  it('fails where there is no such command', async () => {
    expect(await sh('exec /no/such/command')).to.equal(127);
  });

  it('leaves nothing behind that the command has started', async () => {
    let grandchild = 0;
    await sh('sleep 60 >/dev/null 2>&1 & echo $!', { onLine: (line: string) => (grandchild = Number(line)) });
    await untilEnded(grandchild);
  });

  it('ends with all that it has started when it is aborted', async () => {
    const controller = new AbortController();
    let grandchild = 0;
    const onLine = (line: string): void => {
      grandchild = Number(line);
      controller.abort(new Error('enough'));
    };
    const failure = await sh(WITH_GRANDCHILD, { onLine, signal: controller.signal }).catch(
      (error: unknown) => error,
    );
    expect(String(failure)).to.equal('Error: enough');
    await untilEnded(grandchild);
  });

  it('ends when its parent is killed with SIGKILL', async () => {
    const parent = spawn(
      process.execPath,
      ['--import', 'tsx', '-e', PARENT, join(__dirname, '../../../local/terraform/process-group'), logFile],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const [line] = await once(createInterface({ input: parent.stdout }), 'line');
    const grandchild = Number(line);
    expect(isRunning(grandchild)).to.equal(true);
    parent.kill('SIGKILL');
    await untilEnded(grandchild);
  });
});

const PARENT = `
const [, file, logFile] = process.argv;
require(file).runProcessGroup({
  command: 'sh', args: ['-c', ${JSON.stringify(WITH_GRANDCHILD)}], cwd: '/', env: { PATH: process.env.PATH }, logFile, onLine: console.log,
});
`;

async function untilEnded(pid: number): Promise<void> {
  expect(pid).to.be.greaterThan(0);
  for (let attempt = 0; isRunning(pid); attempt++) {
    if (attempt === 50) throw new Error(`process ${pid} still runs`);
    await sleep(100);
  }
}

/** Whether it runs; one that has ended but was not waited for does not. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return process.platform !== 'linux';
  }
}
