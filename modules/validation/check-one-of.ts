import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { InvalidPropError } from './invalid-prop-error';

/** Throws an `InvalidPropError` unless the value is one of those allowed; tokens are let through. */
export function checkOneOf<T extends string | number>(
  scope: Construct,
  prop: string,
  value: T,
  allowed: readonly T[],
  mend = `Set ${prop} to one of these.`,
): void {
  if (Token.isUnresolved(value) || allowed.includes(value)) return;
  throw new InvalidPropError(scope, { prop, value, allowed: `one of ${allowed.join(', ')}`, mend });
}
