import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { LOCAL_FOLDER } from '../paths';
import { isRunning } from '../process/is-running';

const RUNS = join(LOCAL_FOLDER, 'runs');

/**
 * A folder for one run: its data, logs and Terraform state. What earlier runs left is removed, however they
 * ended; those that are still running are left alone. The folder of a run stays until the next one, for its logs.
 */
export function newRunFolder(): string {
  mkdirSync(RUNS, { recursive: true });
  for (const name of readdirSync(RUNS)) {
    if (!isRunning(Number(name.split('-')[0]))) rmSync(join(RUNS, name), { recursive: true, force: true });
  }
  const folder = join(RUNS, `${process.pid}-${randomUUID().slice(0, 8)}`);
  mkdirSync(folder);
  return folder;
}
