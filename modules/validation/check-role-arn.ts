import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { InvalidPropError } from './invalid-prop-error';

const ROLE_ARN = /^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/;

/** Throws an `InvalidPropError` unless the value is left out or an IAM role's ARN; tokens are let through. */
export function checkRoleArn(scope: Construct, prop: string, value: string | undefined): void {
  if (value === undefined || Token.isUnresolved(value) || ROLE_ARN.test(value)) return;
  throw new InvalidPropError(scope, {
    prop,
    value,
    allowed: 'the ARN of an IAM role: arn:aws:iam::ACCOUNT:role/NAME',
    mend: "Give the role's own ARN.",
  });
}
