import { Fn } from 'cdktf';
import { type Condition, conditionalList } from '../conditions';

/** One statement of an IAM policy. Each action and resource is named; a `*` needs a comment that says why. */
export interface PolicyStatement {
  readonly sid: string;
  /** @default Allow */
  readonly effect?: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Only in policies of a resource (bucket, queue, role). */
  readonly principals?: '*' | Readonly<Record<string, readonly string[]>>;
  /** Operator → key → values, as IAM writes it. */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** Whether it is part of the document. @default true */
  readonly when?: Condition;
}

/** The statements as a policy document: an expression that Terraform encodes, so tokens are safe in it. */
export function policyDocument(statements: readonly PolicyStatement[]): string {
  return Fn.jsonencode({
    Version: '2012-10-17',
    Statement: conditionalList(statements.map((statement) => [rendered(statement), statement.when ?? true])),
  });
}

function rendered(statement: PolicyStatement): Record<string, unknown> {
  return {
    Sid: statement.sid,
    Effect: statement.effect ?? 'Allow',
    ...(statement.principals && { Principal: statement.principals }),
    Action: statement.actions,
    Resource: statement.resources,
    ...(statement.conditions && { Condition: statement.conditions }),
  };
}
