import type { Plan, ResourceChange } from '../plan/plan';
import { entries, isMasked, valueAt } from '../plan/value';
import { type Difference, UNKNOWN } from './difference';
import { isOfExisting, type Whole } from './existing';
import type { Check } from './rule';

const IDENTITIES: Readonly<Record<string, Whole>> = {
  aws_iam_role_policy_attachment: { type: 'aws_iam_role', attribute: 'role' },
  aws_iam_user_policy_attachment: { type: 'aws_iam_user', attribute: 'user' },
  aws_iam_group_policy_attachment: { type: 'aws_iam_group', attribute: 'group' },
  aws_iam_policy_attachment: { type: 'aws_iam_role', attribute: 'name' },
};

/** Policies of AWS's own that allow a service whole, or everything. */
const WIDE = /^arn:[^:]+:iam::aws:policy\/.*(AdministratorAccess|PowerUserAccess|FullAccess)/;

/** A policy that a role, user or group gets which was there already. */
export const newAttachments: Check = (change, plan) =>
  isAttached(change) && isToExisting(change, plan) ? [attached(policyOf(change))] : [];

/** The same for one that is made with it, if the policy is a wide one of AWS's own. */
export const wideAttachments: Check = (change, plan) => [
  ...(isAttached(change) && !isToExisting(change, plan) && WIDE.test(policyOf(change))
    ? [attached(policyOf(change))]
    : []),
  ...(change.type === 'aws_iam_role' && change.kind === 'create'
    ? managedPolicies(change, 'after')
        .filter((arn) => WIDE.test(arn))
        .map(attached)
    : []),
];

/** The list of managed policies that a role has itself. */
export const managedPolicyArns: Check = (change) => {
  if (change.type !== 'aws_iam_role' || change.kind !== 'update') return [];
  const before = managedPolicies(change, 'before');
  return managedPolicies(change, 'after')
    .filter((arn) => !before.includes(arn))
    .map(attached);
};

function attached(arn: string): Difference {
  return { sentence: 'it gets the policy', names: arn };
}

/** A replaced one is attached anew, unless to the same. */
function isAttached(change: ResourceChange): boolean {
  if (IDENTITIES[change.type] === undefined) return false;
  if (change.kind === 'create') return true;
  return change.kind === 'replace' && policyOf(change) !== String(valueAt(change.before, ['policy_arn']));
}

function isToExisting(change: ResourceChange, plan: Plan): boolean {
  const whole = IDENTITIES[change.type];
  return whole !== undefined && isOfExisting(change, plan, whole);
}

function policyOf({ after, afterUnknown }: ResourceChange): string {
  return isMasked(afterUnknown, ['policy_arn']) ? UNKNOWN : String(valueAt(after, ['policy_arn']));
}

function managedPolicies(change: ResourceChange, side: 'before' | 'after'): string[] {
  return entries(valueAt(change[side], ['managed_policy_arns'])).map(String);
}
