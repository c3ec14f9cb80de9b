import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { matches, wrongOnes } from '../terraform-module/expression';
import { variableOf } from '../terraform-module/module-variable';
import type { TextRule } from './check-text';
import { InvalidPropError } from './invalid-prop-error';
import { addVariableRule } from './variable-rule';

/**
 * Throws an `InvalidPropError` for a text of the list that does not follow the rule; a module's variable gets the rule,
 * other tokens are let through.
 */
export function checkEach(scope: Construct, prop: string, values: readonly string[], rule: TextRule): void {
  const { pattern, allowed, mend } = rule;
  const variable = variableOf(values);
  if (variable !== undefined) {
    const wrong = wrongOnes(variable.name, 'value', matches(pattern, 'value'));
    addVariableRule(variable, { condition: `length(${wrong}) == 0`, value: `${wrong}[0]`, allowed, mend });
  }
  if (Token.isUnresolved(values)) return;
  if (!Array.isArray(values))
    throw new InvalidPropError(scope, { prop, value: values, allowed: `a list of ${allowed}`, mend });
  for (const value of values) {
    if (Token.isUnresolved(value) || pattern.test(value)) continue;
    throw new InvalidPropError(scope, { prop, value, allowed, mend });
  }
}
