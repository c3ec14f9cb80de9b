import { type IResolvable, Token } from 'cdktf';
import type { Construct } from 'constructs';
import { InvalidPropError } from './invalid-prop-error';

/** Throws an `InvalidPropError` unless each of the named props is true, false or left out; tokens are let through. */
export function checkBooleans<Name extends string>(
  scope: Construct,
  props: { readonly [N in Name]?: boolean | IResolvable | undefined },
  names: readonly Name[],
): void {
  for (const prop of names) {
    const value = props[prop];
    if (value === undefined || typeof value === 'boolean' || Token.isUnresolved(value)) continue;
    const mend = `Set ${prop} to one of them, or leave it out.`;
    throw new InvalidPropError(scope, { prop, value, allowed: 'true or false', mend });
  }
}
