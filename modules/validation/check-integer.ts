import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { interpolated, operandOf } from '../terraform-module/expression';
import { type ModuleVariable, variableOf } from '../terraform-module/module-variable';
import { InvalidPropError } from './invalid-prop-error';
import { addVariableRule } from './variable-rule';

interface IntegerRange {
  readonly min: number;
  readonly max: number;
  /** A single value outside of the range that has a meaning of its own. */
  readonly or?: { readonly value: number; readonly meaning: string };
  /** @default Set the prop to a number in that range. */
  readonly mend?: string;
}

/**
 * Throws an `InvalidPropError` unless the value is a whole number in the range; a module's variable gets the rule, other
 * tokens are let through.
 */
export function checkInteger(scope: Construct, prop: string, value: number, range: IntegerRange): void {
  const variable = variableOf(value);
  if (variable !== undefined) addIntegerRule(scope, prop, variable, range);
  const { min, max, or } = range;
  if (Token.isUnresolved(value) || (or && value === or.value)) return;
  const isAbove = Token.isUnresolved(min) || value >= min;
  const isBelow = Token.isUnresolved(max) || value <= max;
  if (Number.isInteger(value) && isAbove && isBelow) return;
  throw new InvalidPropError(scope, { prop, value, ...words(scope, prop, range) });
}

/** The ranges of variables: one that several constructs check has the first, its pipeline's, which is the narrowest. */
const ranged = new WeakSet<ModuleVariable>();

function addIntegerRule(scope: Construct, prop: string, variable: ModuleVariable, range: IntegerRange): void {
  if (ranged.has(variable)) return;
  ranged.add(variable);
  const [{ name }, { or }] = [variable, range];
  const [min, max] = [operandOf(scope, range.min), operandOf(scope, range.max)];
  const inRange = `floor(${name}) == ${name} && ${name} >= ${min} && ${name} <= ${max}`;
  addVariableRule(variable, {
    condition: or === undefined ? inRange : `${name} == ${or.value} || ${inRange}`,
    ...words(scope, prop, range),
  });
}

function words(scope: Construct, prop: string, { min, max, or, mend }: IntegerRange) {
  const allowed = `a whole number from ${interpolated(scope, min)} to ${interpolated(scope, max)}`;
  return {
    allowed: `${allowed}${or ? `, or ${or.value} (${or.meaning})` : ''}`,
    mend: mend ?? `Set ${prop} to a number in that range.`,
  };
}
