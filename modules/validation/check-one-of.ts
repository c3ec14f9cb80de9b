import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { literal } from '../terraform-module/expression';
import { variableOf } from '../terraform-module/module-variable';
import { InvalidPropError } from './invalid-prop-error';
import { addVariableRule } from './variable-rule';

/**
 * Throws an `InvalidPropError` unless the value is one of those allowed; a module's variable gets the rule, other tokens
 * are let through.
 */
export function checkOneOf<T extends string | number>(
  scope: Construct,
  prop: string,
  value: T,
  allowed: readonly T[],
  mend = `Set ${prop} to one of these.`,
): void {
  const words = { allowed: `one of ${allowed.join(', ')}`, mend };
  const variable = variableOf(value);
  if (variable !== undefined)
    addVariableRule(variable, { condition: `contains(${literal(allowed)}, ${variable.name})`, ...words });
  if (Token.isUnresolved(value) || allowed.includes(value)) return;
  throw new InvalidPropError(scope, { prop, value, ...words });
}
