import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type ArchiveObject, type ArchiveSource, isOfTheArchive } from './archive-source';

/** A folder of this machine, or one file. */
export class FolderSource implements ArchiveSource {
  constructor(readonly name: string) {}

  async *objects(): AsyncGenerator<ArchiveObject> {
    const found = await stat(this.name).catch(() => undefined);
    if (found === undefined)
      throw new Error(
        `There is no file or folder ${this.name}. Name a folder, a file, or s3://BUCKET/PREFIX.`,
      );
    if (found.isFile()) yield { name: this.name, path: basename(this.name), file: this.name };
    else yield* this.below('');
  }

  private async *below(folder: string): AsyncGenerator<ArchiveObject> {
    const entries = await readdir(join(this.name, folder), { withFileTypes: true });
    for (const { name } of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = folder === '' ? name : `${folder}/${name}`;
      const file = join(this.name, path);
      if ((await stat(file)).isDirectory()) yield* this.below(path);
      else if (isOfTheArchive(path)) yield { name: file, path, file };
    }
  }
}
