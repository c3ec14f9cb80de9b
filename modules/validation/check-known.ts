import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { InvalidPropError } from './invalid-prop-error';
import { isRecord } from './is-record';

/**
 * Throws an `InvalidPropError` for a value with a token in it. What a function is told has to be checked, and is
 * measured: a token is known only when it is too late.
 */
export function checkKnown(scope: Construct, prop: string, value: unknown): void {
  if (!hasToken(value)) return;
  throw new InvalidPropError(scope, {
    prop,
    value: 'a token',
    allowed: 'known when the stack is synthesized',
    mend: 'Give the values themselves, without variables or attributes of resources in them.',
  });
}

function hasToken(value: unknown): boolean {
  if (Token.isUnresolved(value)) return true;
  if (Array.isArray(value)) return value.some(hasToken);
  return (
    isRecord(value) && Object.entries(value).some(([name, content]) => hasToken(name) || hasToken(content))
  );
}
