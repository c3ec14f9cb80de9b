import type { Construct } from 'constructs';
import type { Condition } from '../conditions';
import { operandOf } from '../terraform-module/expression';
import { variableOf } from '../terraform-module/module-variable';
import { InvalidPropError, type InvalidPropErrorProps } from './invalid-prop-error';
import { addVariableRule } from './variable-rule';

/**
 * Throws an `InvalidPropError` for a value that is wrong beside the others; where Terraform decides that, a module's
 * variable gets the rule.
 */
export function checkCombination(scope: Construct, isWrong: Condition, refused: InvalidPropErrorProps): void {
  const variable = variableOf(refused.value);
  if (variable !== undefined && typeof isWrong !== 'boolean') {
    const { allowed, mend } = refused;
    addVariableRule(variable, { condition: `!${operandOf(scope, isWrong)}`, allowed, mend });
  }
  if (isWrong === true) throw new InvalidPropError(scope, refused);
}
