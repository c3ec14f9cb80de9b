import type { Construct } from 'constructs';
import { checkText, type TextRule } from './check-text';

/** "General purpose bucket naming rules", S3 user guide. */
const BUCKET_NAME: TextRule = {
  pattern: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  allowed: '3 to 63 lower-case letters, digits, "-" and ".", beginning and ending with a letter or digit',
  mend: "Give the bucket's name, not its ARN, or leave it out for a bucket of its own.",
};

/** Throws an `InvalidPropError` unless the value is left out or may be a bucket's name; tokens are let through. */
export function checkBucketName(scope: Construct, prop: string, value: string | undefined): void {
  checkText(scope, prop, value, BUCKET_NAME);
}
