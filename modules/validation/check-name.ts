import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { matches } from '../terraform-module/expression';
import { type ModuleVariable, variableOf } from '../terraform-module/module-variable';
import { InvalidPropError } from './invalid-prop-error';
import { addVariableRule } from './variable-rule';

/** The rule that a service has for the names of one kind of resource. */
export interface NameRule {
  readonly minLength: number;
  readonly maxLength: number;
  /** What the whole name must match. */
  readonly pattern: RegExp;
  /** The pattern in words: `letters, digits, "-" and "_"`. */
  readonly characters: string;
}

/**
 * Throws an `InvalidPropError` unless the name follows the rule; a module's variable gets the rule, other tokens are let
 * through.
 */
export function checkName(scope: Construct, prop: string, value: string, rule: NameRule): void {
  const variable = variableOf(value);
  if (variable !== undefined) addNameRule(prop, variable, rule);
  if (Token.isUnresolved(value)) return;
  const { minLength, maxLength, pattern, characters } = rule;
  const fits = typeof value === 'string' && value.length >= minLength && value.length <= maxLength;
  if (fits && pattern.test(value)) return;
  const length = typeof value === 'string' && !fits ? ` (it has ${value.length})` : '';
  throw new InvalidPropError(scope, {
    prop,
    value,
    allowed: `${minLength} to ${maxLength} characters${length}: ${characters}`,
    mend: `Choose another ${prop}.`,
  });
}

/** The variables that have a rule: one that several constructs check has the first, its pipeline's, which is the narrowest. */
const ruled = new WeakSet<ModuleVariable>();

function addNameRule(prop: string, variable: ModuleVariable, rule: NameRule): void {
  if (ruled.has(variable)) return;
  ruled.add(variable);
  addVariableRule(variable, nameRule(prop, variable.name, rule));
}

/** The rule of a name that an expression gives. */
export function nameRule(prop: string, name: string, rule: NameRule) {
  const { minLength, maxLength, pattern, characters } = rule;
  const fits = `length(${name}) >= ${minLength} && length(${name}) <= ${maxLength}`;
  const length = `\${try(${fits} ? "" : " (it has \${length(${name})})", "")}`;
  return {
    condition: `${fits} && ${matches(pattern, name)}`,
    value: name,
    allowed: `${minLength} to ${maxLength} characters${length}: ${characters}`,
    mend: `Choose another ${prop}.`,
  };
}
