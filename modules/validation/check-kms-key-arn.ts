import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { InvalidPropError } from './invalid-prop-error';

const KMS_KEY_ARN = /^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/[\w-]+$/;

/** Throws an `InvalidPropError` unless the value is left out or a key's ARN; tokens are let through. */
export function checkKmsKeyArn(scope: Construct, prop: string, value: string | undefined): void {
  if (value === undefined || Token.isUnresolved(value) || KMS_KEY_ARN.test(value)) return;
  throw new InvalidPropError(scope, {
    prop,
    value,
    allowed: 'the ARN of a KMS key: arn:aws:kms:REGION:ACCOUNT:key/ID',
    mend: "Give the key's own ARN, not an alias or an id, or leave it out for AWS's key.",
  });
}
