import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PROJECT_ROOT } from '../../local/paths';

const run = promisify(execFile);

export interface Tarball {
  readonly path: string;
  readonly bytes: number;
  /** The paths in it. */
  readonly files: readonly string[];
}

/** Compiles the library, and packs it with the functions that are built. @param folder receives the tarball */
export async function packLibrary(folder: string): Promise<Tarball> {
  await run('npm', ['run', 'build:library'], { cwd: PROJECT_ROOT });
  return pack(folder, PROJECT_ROOT, ['--ignore-scripts']);
}

/** Builds all that is packed, as whoever publishes it does. @param project a clone of the project */
export async function packProject(folder: string, project: string): Promise<Tarball> {
  return pack(folder, project, ['--foreground-scripts=false']);
}

async function pack(folder: string, project: string, options: readonly string[]): Promise<Tarball> {
  const args = ['pack', '--json', '--pack-destination', folder, ...options];
  const { stdout } = await run('npm', args, { cwd: project });
  const [{ filename, size, files }] = JSON.parse(stdout);
  return {
    path: join(folder, filename),
    bytes: size,
    files: files.map(({ path }: { path: string }) => path),
  };
}

/** Lays the files of a tarball into a folder. */
export async function unpack({ path }: Tarball, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await run('tar', ['--extract', '--gzip', '--file', path, '--strip-components', '1', '--directory', folder]);
}
