import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { InvalidPropError } from './invalid-prop-error';

/** The rule that a service has for the names of one kind of resource. */
export interface NameRule {
  readonly minLength: number;
  readonly maxLength: number;
  /** What the whole name must match. */
  readonly pattern: RegExp;
  /** The pattern in words: `letters, digits, "-" and "_"`. */
  readonly characters: string;
}

/** Throws an `InvalidPropError` unless the name follows the rule; tokens are let through. */
export function checkName(scope: Construct, prop: string, value: string, rule: NameRule): void {
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
