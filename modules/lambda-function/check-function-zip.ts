import { existsSync } from 'node:fs';
import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { variableOf } from '../terraform-module/module-variable';
import { addVariableRule, InvalidPropError } from '../validation';

const ALLOWED = 'the path of a zip that is there';
const MEND = 'Write it with "npx dynamodb-cdc function-zip", or leave functionZip out.';

/**
 * Throws an `InvalidPropError` unless the value is left out or the path of a file; a module's variable gets the rule,
 * other tokens are let through.
 */
export function checkFunctionZip(scope: Construct, value: string | undefined): void {
  const variable = variableOf(value);
  if (variable !== undefined)
    addVariableRule(variable, {
      condition: `fileexists(${variable.name})`,
      allowed: `${ALLOWED} (looked for from \${path.cwd})`,
      mend: MEND,
    });
  if (value === undefined || Token.isUnresolved(value)) return;
  if (typeof value === 'string' && value.endsWith('.zip') && existsSync(value)) return;
  throw new InvalidPropError(scope, {
    prop: 'functionZip',
    value,
    allowed: `${ALLOWED} (looked for from ${process.cwd()})`,
    mend: MEND,
  });
}
