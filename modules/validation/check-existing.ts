import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { type Condition, isGiven } from '../conditions';
import { operandOf } from '../terraform-module/expression';
import { variableOf } from '../terraform-module/module-variable';
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
  const { create, prop, value } = existing;
  const given = isGiven(value);
  addExistingRules(scope, existing);
  if (Token.isUnresolved(create) || Token.isUnresolved(given) || create !== given) return;
  throw new InvalidPropError(scope, { prop, value, ...(create ? superfluous(existing) : missing(existing)) });
}

function addExistingRules(scope: Construct, existing: Existing): void {
  const variable = variableOf(existing.value);
  if (variable === undefined) return;
  const create = operandOf(scope, existing.create);
  addVariableRule(variable, { condition: `!${create}`, ...superfluous(existing) });
  addVariableRule(variable, {
    condition: `${create} || ${variable.name} != null`,
    ...missing(existing),
    nullToo: true,
  });
}

function superfluous({ createProp, prop }: Existing) {
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
