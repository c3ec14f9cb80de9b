import type { Conditions, Statement } from './policy-document';
import { type Grant, grantsOf } from './widening';

/** AWS has no resources for these: they are allowed on `*`, or not at all ("Service Authorization Reference"). */
const WITHOUT_RESOURCES = new Set(
  [
    'cloudwatch:PutMetricData',
    'dynamodb:ListStreams',
    'ec2:AssignPrivateIpAddresses',
    'ec2:CreateNetworkInterface',
    'ec2:DeleteNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSecurityGroups',
    'ec2:DescribeSubnets',
    'ec2:DescribeVpcs',
    'ec2:UnassignPrivateIpAddresses',
    'ecr:GetAuthorizationToken',
    'xray:GetSamplingRules',
    'xray:GetSamplingStatisticSummaries',
    'xray:GetSamplingTargets',
    'xray:PutTelemetryRecords',
    'xray:PutTraceSegments',
  ].map((action) => action.toLowerCase()),
);

/** Keys of conditions that say who: an organization, an account, a resource, a network. */
const WHO =
  /(aws:(source|principal|userid|via|calledvia|federated)|kms:(calleraccount|viaservice)|:sub$|:aud$|externalid)/;

/** Of a new policy, the grants that no pipeline needs: every action, every resource, everyone. */
export function wideGrants(
  statements: readonly Statement[],
  of: 'identity' | 'trust' | 'resource',
): readonly Grant[] {
  const grants = statements.filter(({ isAllow }) => isAllow).flatMap(grantsOf);
  if (of === 'identity') return grants.filter(isWide);
  return grants.filter(
    ({ principal, conditions }) =>
      (principal.isNot || principal.patterns.includes('*')) && !saysWho(conditions),
  );
}

function isWide({ action, resource }: Grant): boolean {
  if (action.isNot || resource.isNot || action.patterns.some((pattern) => /^(\*|[\w-]+:\*)$/.test(pattern)))
    return true;
  if (action.patterns.every((pattern) => WITHOUT_RESOURCES.has(pattern.toLowerCase()))) return false;
  return resource.patterns.some((pattern) => /^(\*|arn:[^:]+:[^:]*:[^:]*:[^:]*:\*)$/.test(pattern));
}

function saysWho(conditions: Conditions): boolean {
  return [...conditions.keys()].some((key) => WHO.test(key));
}
