import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LOCAL_FOLDER } from '../paths';

const run = promisify(execFile);

const SUPPORTED = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10'];
const IS_SUPPORTED = 'import sys, venv, ensurepip; sys.exit(not (3, 10) <= sys.version_info < (3, 14))';

/** Where a virtual environment keeps its interpreter. */
const INTERPRETER = join('bin', 'python');

export interface VirtualEnvironmentProps {
  /** What it holds, for people: `The AWS emulator`. */
  readonly name: string;
  /** The path of a requirements.txt that pins all that is installed: pip looks for nothing more. */
  readonly requirements: string;
  /** What the download takes, about. */
  readonly megabytes: number;
  readonly onProgress: (message: string) => void;
}

/**
 * The interpreter of a virtual environment that holds what the requirements name: made at the first call, and kept under
 * `.local/python` until the requirements change.
 *
 * A virtual environment is made under a name of its own and renamed when it is whole, so one that was
 * interrupted is never used.
 * @throws Error with the mend when there is no Python, or pip fails.
 */
export async function virtualEnvironment(props: VirtualEnvironmentProps): Promise<string> {
  const { name, requirements, megabytes, onProgress } = props;
  const folder = join(LOCAL_FOLDER, 'python');
  const hash = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 16);
  const finished = join(folder, hash);
  if (existsSync(finished)) return join(finished, INTERPRETER);

  const python = await findPython();
  if (!python) throw new Error(noPython(name));
  mkdirSync(folder, { recursive: true });
  removeInterrupted(folder);
  const unfinished = mkdtempSync(join(folder, `${hash}-unfinished-`));
  try {
    onProgress(`Installing ${name.replace(/^The /, 'the ')} (once, about ${megabytes} MB)`);
    await run(python, ['-m', 'venv', unfinished]);
    await install(join(unfinished, INTERPRETER), props);
    keep(unfinished, finished);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return join(finished, INTERPRETER);
}

/** The first Python from 3.10 to 3.13, with `venv`, on the PATH. */
export async function findPython(): Promise<string | undefined> {
  for (const python of SUPPORTED) {
    const supported = await run(python, ['-c', IS_SUPPORTED]).then(
      () => true,
      () => false,
    );
    if (supported) return python;
  }
  return undefined;
}

/** What to do about it, where there is none. */
export function noPython(name: string): string {
  return (
    `${name} needs Python 3.10 to 3.13 with its venv module, and there is none on the PATH. ` +
    'Install it (Debian and Ubuntu: apt-get install python3 python3-venv; macOS: brew install python@3.13).'
  );
}

async function install(python: string, { name, requirements }: VirtualEnvironmentProps): Promise<void> {
  const args = [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--no-deps',
    '-r',
    requirements,
  ];
  await run(python, args).catch((error: { stderr?: string }) => {
    throw new Error(`${name} could not be installed with pip: ${error.stderr?.trim()}`);
  });
}

/** Removes what was killed half way: nothing takes an hour here. */
function removeInterrupted(folder: string): void {
  const anHourAgo = Date.now() - 3_600_000;
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (name.includes('-unfinished-') && statSync(path).mtimeMs < anHourAgo)
      rmSync(path, { recursive: true, force: true });
  }
}

/** Gives the finished environment its name, unless another process was faster. */
function keep(unfinished: string, finished: string): void {
  try {
    renameSync(unfinished, finished);
  } catch (error) {
    if (!existsSync(finished)) throw error;
  }
}
