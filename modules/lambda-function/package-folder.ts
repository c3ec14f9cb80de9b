import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of this package: the clone of it, or where it is installed. */
export const PACKAGE_FOLDER = folderAbove(__dirname);

/** In a clone the code runs from `modules/`, installed from `dist/library/modules/`. */
function folderAbove(folder: string): string {
  const parent = dirname(folder);
  return existsSync(join(parent, 'package.json')) || parent === folder ? parent : folderAbove(parent);
}
