import type { Construct } from 'constructs';
import { checkText, type TextRule } from './check-text';

const KMS_KEY_ARN: TextRule = {
  pattern: /^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/[\w-]+$/,
  allowed: 'the ARN of a KMS key: arn:aws:kms:REGION:ACCOUNT:key/ID',
  mend: "Give the key's own ARN, not an alias or an id, or leave it out for AWS's key.",
};

/** Throws an `InvalidPropError` unless the value is left out or a key's ARN; tokens are let through. */
export function checkKmsKeyArn(scope: Construct, prop: string, value: string | undefined): void {
  checkText(scope, prop, value, KMS_KEY_ARN);
}
