import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { InvalidPropError } from './invalid-prop-error';

export interface TextRule {
  readonly pattern: RegExp;
  /** What the pattern allows, in words. */
  readonly allowed: string;
  readonly mend: string;
}

/** Throws an `InvalidPropError` for a text of the list that does not follow the rule; tokens are let through. */
export function checkEach(scope: Construct, prop: string, values: readonly string[], rule: TextRule): void {
  if (Token.isUnresolved(values)) return;
  const { pattern, allowed, mend } = rule;
  if (!Array.isArray(values))
    throw new InvalidPropError(scope, { prop, value: values, allowed: `a list of ${allowed}`, mend });
  for (const value of values) {
    if (Token.isUnresolved(value) || pattern.test(value)) continue;
    throw new InvalidPropError(scope, { prop, value, allowed, mend });
  }
}
