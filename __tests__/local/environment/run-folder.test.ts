import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { newRunFolder } from '../../../local/environment/run-folder';

describe("a run's folder", () => {
  let folder: string;

  beforeEach(() => {
    folder = newRunFolder();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is there, and no other run has it', () => {
    const another = newRunFolder();
    expect(existsSync(folder)).to.equal(true);
    expect(another).not.to.equal(folder);
    rmSync(another, { recursive: true });
  });

  it('is removed by the next run when its own has ended, and not before', () => {
    const { pid: ended } = spawnSync(process.execPath, ['--version']);
    const [ofEnded, ofRunning] = [runFolderOf(ended), runFolderOf(process.ppid)];
    const next = newRunFolder();
    expect(existsSync(ofEnded)).to.equal(false);
    expect(existsSync(join(ofRunning, 'log'))).to.equal(true);
    expect(existsSync(folder)).to.equal(true);
    for (const made of [next, ofRunning]) rmSync(made, { recursive: true });
  });

  function runFolderOf(pid: number): string {
    const made = join(dirname(folder), `${pid}-test`);
    mkdirSync(made);
    writeFileSync(join(made, 'log'), 'line');
    return made;
  }
});
