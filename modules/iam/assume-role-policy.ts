import { Fn } from 'cdktf';

/** Lets one AWS service take the role on. */
export function assumeRolePolicy(service: string): string {
  return Fn.jsonencode({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  });
}
