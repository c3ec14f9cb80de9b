import { Progress } from '../progress';
import type { Archive } from './archive';
import { withArchivePackages } from './archive-packages';

/** Opens an archive for a command, with progress on stderr, and closes it in the end. */
export async function readArchive(
  source: string,
  signal: AbortSignal,
  use: (archive: Archive) => Promise<void>,
): Promise<void> {
  const { openArchive } = withArchivePackages((): typeof import('./open-archive') =>
    require('./open-archive'),
  );
  const progress = new Progress();
  const onProgress = (objects: number, changes: number) =>
    progress.show(`${count(objects, 'object')} read, ${count(changes, 'change')} in them`);
  const archive = await openArchive(source, { signal, onProgress }).finally(() => progress.end());
  try {
    await use(archive);
  } finally {
    await archive.close();
  }
}

export const count = (number: number, what: string): string =>
  `${number.toLocaleString('en-US')} ${what}${number === 1 ? '' : 's'}`;
