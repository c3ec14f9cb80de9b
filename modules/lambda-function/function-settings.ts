import type { Condition } from '../conditions';
import { given } from '../props/given';

/** What all functions of a pipeline have in common. */
export interface FunctionSettings {
  /** One of the periods that CloudWatch Logs knows; 0 keeps logs for ever. @default 30 */
  readonly logRetentionDays?: number;
  /** @default CloudWatch Logs' own key */
  readonly logKmsKeyArn?: string;
  /** Whether X-Ray traces the function. @default false */
  readonly tracing?: Condition;
  /** Makes roles for the functions; with `false` they run as `functionRoleArn`. @default true */
  readonly createRole?: Condition;
  /**
   * An IAM role for all functions that was there already; it needs the permissions that docs/permissions.md lists.
   * @default none
   */
  readonly functionRoleArn?: string;
  /** Runs the function inside a VPC, as a private collection asks; give security groups too. @default none */
  readonly subnetIds?: readonly string[];
  /** @default none */
  readonly securityGroupIds?: readonly string[];
}

/** Those of a construct's props that it hands on to its function. */
export function functionSettings(props: FunctionSettings): FunctionSettings {
  return given(props, [
    'logRetentionDays',
    'logKmsKeyArn',
    'tracing',
    'createRole',
    'functionRoleArn',
    'subnetIds',
    'securityGroupIds',
  ]);
}
