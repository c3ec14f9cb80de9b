import { existsSync } from 'node:fs';
import type { Construct } from 'constructs';
import { TRANSFORM_FILE, transformModule } from '../../functions/build/transform-module';
import { InvalidPropError } from '../validation';

/** The user's module, bundled, as a file of the function's zip. */
export function transformFiles(scope: Construct, path: string): Readonly<Record<string, Uint8Array>> {
  const mend =
    'Give the path of a TypeScript or JavaScript module that has "export const transform: Transform = (item, change) => ({ … })".';
  if (typeof path !== 'string' || !existsSync(path))
    throw new InvalidPropError(scope, {
      prop: 'transform',
      value: path,
      allowed: `the path of a file (looked for from ${process.cwd()})`,
      mend,
    });
  try {
    return { [TRANSFORM_FILE]: transformModule(path) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InvalidPropError(scope, {
      prop: 'transform',
      value: path,
      allowed: `a module that can be bundled: ${reason}`,
      mend,
    });
  }
}
