import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { type Condition, isGiven } from '../conditions';
import { InvalidPropError } from './invalid-prop-error';

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
 * Throws an `InvalidPropError` unless an existing resource is named if, and only if, none is made; what is known to
 * Terraform only is let through.
 */
export function checkExisting(scope: Construct, { createProp, create, prop, value, what }: Existing): void {
  const given = isGiven(value);
  if (Token.isUnresolved(create) || Token.isUnresolved(given) || create !== given) return;
  throw new InvalidPropError(scope, {
    prop,
    value,
    allowed: create ? `left out when ${createProp} is true` : `${what} when ${createProp} is false`,
    mend: create
      ? `Set ${createProp} to false, or leave ${prop} out.`
      : `Give ${prop}, or leave ${createProp} out.`,
  });
}
