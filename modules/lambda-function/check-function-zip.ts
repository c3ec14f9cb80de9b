import { existsSync } from 'node:fs';
import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { InvalidPropError } from '../validation';

/** Throws an `InvalidPropError` unless the value is left out or the path of a file; tokens are let through. */
export function checkFunctionZip(scope: Construct, value: string | undefined): void {
  if (value === undefined || Token.isUnresolved(value)) return;
  if (typeof value === 'string' && value.endsWith('.zip') && existsSync(value)) return;
  throw new InvalidPropError(scope, {
    prop: 'functionZip',
    value,
    allowed: `the path of a zip that is there (looked for from ${process.cwd()})`,
    mend: 'Write it with "npx dynamodb-cdc function-zip", or leave functionZip out.',
  });
}
