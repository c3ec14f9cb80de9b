import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { InvalidPropError } from './invalid-prop-error';

interface IntegerRange {
  readonly min: number;
  readonly max: number;
  /** A single value outside of the range that has a meaning of its own. */
  readonly or?: { readonly value: number; readonly meaning: string };
  /** @default Set the prop to a number in that range. */
  readonly mend?: string;
}

/** Throws an `InvalidPropError` unless the value is a whole number in the range; tokens are let through. */
export function checkInteger(scope: Construct, prop: string, value: number, range: IntegerRange): void {
  if (Token.isUnresolved(value)) return;
  const { min, max, or } = range;
  if (or && value === or.value) return;
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new InvalidPropError(scope, {
    prop,
    value,
    allowed: `a whole number from ${min} to ${max}${or ? `, or ${or.value} (${or.meaning})` : ''}`,
    mend: range.mend ?? `Set ${prop} to a number in that range.`,
  });
}
