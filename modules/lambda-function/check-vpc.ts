import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { variableOf } from '../terraform-module/module-variable';
import { addVariableRule, checkEach, InvalidPropError, type TextRule } from '../validation';

const SUBNET: TextRule = {
  pattern: /^subnet-[0-9a-z]+$/,
  allowed: 'ids of subnets, subnet-…',
  mend: 'Give the ids of subnets of one VPC, or leave it out to run outside of a VPC.',
};
const SECURITY_GROUP: TextRule = {
  pattern: /^sg-[0-9a-z]+$/,
  allowed: 'ids of security groups, sg-…',
  mend: 'Give the ids of security groups of that VPC, or leave it out to run outside of a VPC.',
};
const BOTH = 'Give both, or neither to run outside of a VPC.';

/** Throws an `InvalidPropError` unless both are lists of ids, or both are empty. */
export function checkVpc(
  scope: Construct,
  subnetIds: readonly string[],
  securityGroupIds: readonly string[],
): void {
  checkEach(scope, 'subnetIds', subnetIds, SUBNET);
  checkEach(scope, 'securityGroupIds', securityGroupIds, SECURITY_GROUP);
  addBothRule(subnetIds, securityGroupIds);
  if (Token.isUnresolved(subnetIds) || Token.isUnresolved(securityGroupIds)) return;
  if (subnetIds.length > 0 === securityGroupIds.length > 0) return;
  const [prop, other] =
    subnetIds.length > 0 ? ['securityGroupIds', 'subnetIds'] : ['subnetIds', 'securityGroupIds'];
  throw new InvalidPropError(scope, { prop, value: [], allowed: needed(other), mend: BOTH });
}

/** Terraform's, of one of the two: it takes no two variables that each ask for the other. */
function addBothRule(subnetIds: readonly string[], securityGroupIds: readonly string[]): void {
  const [subnets, groups] = [variableOf(subnetIds), variableOf(securityGroupIds)];
  if (subnets === undefined || groups === undefined) return;
  const [noSubnets, noGroups] = [`length(${subnets.name}) == 0`, `length(${groups.name}) == 0`];
  const rules = [
    ['securityGroupIds', 'subnetIds', `${noSubnets} || !(${noGroups})`],
    ['subnetIds', 'securityGroupIds', `${noGroups} || !(${noSubnets})`],
  ] as const;
  for (const [prop, other, condition] of rules)
    addVariableRule(groups, { condition, prop, value: '[]', allowed: needed(other), mend: BOTH });
}

function needed(other: string): string {
  return `given, as ${other} is`;
}
