import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { archive } from '../../functions/build/archive';
import { UserError } from '../validation/user-error';
import { PACKAGE_FOLDER } from './package-folder';

/**
 * The path of a function's built zip.
 * @param name of a folder of `functions/`
 * @throws MissingFunctionZipError
 */
export function builtZip(name: string): string {
  const path = join(PACKAGE_FOLDER, 'dist', 'functions', `${name}.zip`);
  if (existsSync(path)) return path;
  throw new MissingFunctionZipError(
    `The function's code dist/functions/${name}.zip is not there. Run "npm run build".`,
  );
}

/** A function's zip with more files in it: the same function and files give the same bytes. */
export function extendedZip(name: string, files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  return archive({ ...unzipSync(readFileSync(builtZip(name))), ...files });
}

/** The functions have not been built. */
export class MissingFunctionZipError extends UserError {
  override readonly name = 'MissingFunctionZipError';
}
