import type { Construct } from 'constructs';
import { checkText, type TextRule } from './check-text';

const ROLE_ARN: TextRule = {
  pattern: /^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/,
  allowed: 'the ARN of an IAM role: arn:aws:iam::ACCOUNT:role/NAME',
  mend: "Give the role's own ARN.",
};

/** Throws an `InvalidPropError` unless the value is left out or a role's ARN; tokens are let through. */
export function checkRoleArn(scope: Construct, prop: string, value: string | undefined): void {
  checkText(scope, prop, value, ROLE_ARN);
}
