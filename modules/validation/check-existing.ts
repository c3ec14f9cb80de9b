import type { Construct } from 'constructs';
import type { Condition } from '../conditions';
import { operandOf } from '../terraform-module/expression';
import { variableOf } from '../terraform-module/module-variable';
import { checkCombination } from './check-combination';
import { InvalidPropError } from './invalid-prop-error';
import { addVariableRule } from './variable-rule';

interface Existing {
  /** The prop that decides whether a new one is made: `createRole`. */
  readonly createProp: string;
  readonly create: Condition;
  /** The prop that names the one that is there already, and what it names: `functionRoleArn`, `an IAM role's ARN`. */
  readonly prop: string;
  readonly value: string | undefined;
  readonly what: string;
}

/**
 * Throws an `InvalidPropError` unless an existing resource is named if, and only if, none is made; a module's variable
 * gets the rule, what else is known to Terraform only is let through.
 */
export function checkExisting(scope: Construct, existing: Existing): void {
  const { createProp, create, prop, value } = existing;
  if (value !== undefined) checkCombination(scope, create, { prop, value, ...superfluous(createProp, prop) });
  const variable = variableOf(value);
  if (variable !== undefined)
    addVariableRule(variable, {
      condition: `${operandOf(scope, create)} || ${variable.name} != null`,
      ...missing(existing),
      nullToo: true,
    });
  if (value === undefined && create === false)
    throw new InvalidPropError(scope, { prop, value, ...missing(existing) });
}

/** What names an existing resource where one is made. */
export function superfluous(createProp: string, prop: string) {
  return {
    allowed: `left out when ${createProp} is true`,
    mend: `Set ${createProp} to false, or leave ${prop} out.`,
  };
}

function missing({ createProp, prop, what }: Existing) {
  return {
    allowed: `${what} when ${createProp} is false`,
    mend: `Give ${prop}, or leave ${createProp} out.`,
  };
}
