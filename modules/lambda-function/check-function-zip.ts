import { existsSync } from 'node:fs';
import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { variableOf } from '../terraform-module/module-variable';
import { addVariableRule, InvalidPropError } from '../validation';

const WORDS = {
  allowed: 'the path of a zip that is there',
  mend: 'Give the path of such a file, or leave it out for the function that comes with this.',
};

/** Throws an `InvalidPropError` unless the path is left out or a file's; tokens are let through. */
export function checkFunctionZip(scope: Construct, path: string | undefined): void {
  const variable = variableOf(path);
  if (variable !== undefined)
    addVariableRule(variable, { condition: `fileexists(${variable.name})`, ...WORDS });
  if (path === undefined || Token.isUnresolved(path)) return;
  if (typeof path === 'string' && path.endsWith('.zip') && existsSync(path)) return;
  throw new InvalidPropError(scope, { prop: 'functionZip', value: path, ...WORDS });
}
