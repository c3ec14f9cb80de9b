import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { matches } from '../terraform-module/expression';
import { variableOf } from '../terraform-module/module-variable';
import { InvalidPropError } from './invalid-prop-error';
import { addVariableRule } from './variable-rule';

export interface TextRule {
  readonly pattern: RegExp;
  /** What the pattern allows, in words. */
  readonly allowed: string;
  readonly mend: string;
}

/**
 * Throws an `InvalidPropError` unless the text is left out or follows the rule; a module's variable gets the rule, other
 * tokens are let through.
 */
export function checkText(scope: Construct, prop: string, value: string | undefined, rule: TextRule): void {
  const { pattern, allowed, mend } = rule;
  const variable = variableOf(value);
  if (variable !== undefined)
    addVariableRule(variable, { condition: matches(pattern, variable.name), allowed, mend });
  if (value === undefined || Token.isUnresolved(value)) return;
  if (typeof value === 'string' && pattern.test(value)) return;
  throw new InvalidPropError(scope, { prop, value, allowed, mend });
}
