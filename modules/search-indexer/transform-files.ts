import type { Construct } from 'constructs';
import {
  TRANSFORM_FILE,
  TransformModuleError,
  transformModule,
} from '../../functions/build/transform-module';
import { InvalidPropError } from '../validation';

/** The user's module, bundled, as a file of the function's zip. */
export function transformFiles(scope: Construct, path: string): Readonly<Record<string, Uint8Array>> {
  try {
    return { [TRANSFORM_FILE]: transformModule(path) };
  } catch (error) {
    if (!(error instanceof TransformModuleError)) throw error;
    const { allowed, mend } = error;
    throw new InvalidPropError(scope, { prop: 'transform', value: path, allowed, mend });
  }
}
