import type { Construct } from 'constructs';
import type { Condition } from '../conditions';
import { operandOf } from '../terraform-module/expression';
import { variableOf } from '../terraform-module/module-variable';
import { addVariableRule, checkText, InvalidPropError, type TextRule } from '../validation';

interface StreamArn {
  readonly prop: string;
  readonly value: string | undefined;
  readonly rule: TextRule;
  /** The prop that decides whether what has the stream is made: `createStream`. */
  readonly createProp: string;
  readonly create: Condition;
}

/**
 * Throws an `InvalidPropError` for what is no stream's ARN, and for one of a stream that is made here; a module's variable
 * gets the rules.
 */
export function checkStreamArn(scope: Construct, { prop, value, rule, createProp, create }: StreamArn): void {
  checkText(scope, prop, value, rule);
  const superfluous = {
    allowed: `left out when ${createProp} is true`,
    mend: `Set ${createProp} to false, or leave ${prop} out.`,
  };
  const variable = variableOf(value);
  if (variable !== undefined)
    addVariableRule(variable, { condition: `!${operandOf(scope, create)}`, ...superfluous });
  else if (value !== undefined && create === true)
    throw new InvalidPropError(scope, { prop, value, ...superfluous });
}
