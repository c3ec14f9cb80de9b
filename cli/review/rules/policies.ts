import type { Plan, ResourceChange } from '../plan/plan';
import { entries, isEqual, isMasked, type Value, valueAt } from '../plan/value';
import { grantTexts } from '../policy/grant-texts';
import { type PolicyAttribute, policyAttributesOf } from '../policy/policy-attributes';
import { policyStatements, type Statement } from '../policy/policy-document';
import { wideGrants } from '../policy/wide-grants';
import { type Grant, widening } from '../policy/widening';
import { type Difference, SENSITIVE, UNKNOWN } from './difference';
import { isOfExisting, isOfGone } from './existing';
import type { Check } from './rule';

const COLLECTION = 'aws_opensearchserverless_collection';

/** Policies that allow more than before, or deny less. */
export const widenedPolicies: Check = (change, plan) =>
  policiesOf(change).flatMap((policy) => {
    const [before, after] = baseline(change, plan, policy);
    if (before === undefined || after === undefined) return [];
    return told(change, policy, widening(before, after));
  });

/** New policies of new resources that allow more than any of the project's own. */
export const widePolicies: Check = (change, plan) =>
  change.kind === 'create'
    ? policiesOf(change).flatMap((policy) => {
        if (isForExisting(change, plan, policy) || policy.of === 'collection') return [];
        const statements = policy.statements(valueAt(change.after, [policy.attribute])) ?? [];
        return told(change, policy, wideGrants(statements, policy.of));
      })
    : [];

/** Policies of which only Terraform knows what they become, or that are no policies. */
export const unknownPolicies: Check = (change) =>
  policiesOf(change).flatMap(({ attribute, statements }): Difference[] => {
    const [before, after] = [change.before, change.after].map((resource) => valueAt(resource, [attribute]));
    if (change.kind !== 'update' || before === undefined) return [];
    if (isMasked(change.afterUnknown, [attribute])) return [{ attribute, from: 'as it is', to: UNKNOWN }];
    if (isEqual(before, after) || (statements(before) && statements(after))) return [];
    return [{ sentence: `${attribute} changes, and is no policy that can be read` }];
  });

/** A role's `inline_policy` blocks, taken together. */
export const inlinePolicies: Check = (change) => {
  if (change.type !== 'aws_iam_role' || isMasked(change.afterUnknown, ['inline_policy'])) return [];
  const [before, after] = [change.before, change.after].map((role) =>
    entries(valueAt(role, ['inline_policy'])).flatMap(
      (block) => policyStatements(valueAt(block, ['policy'])) ?? [],
    ),
  );
  const policy = { attribute: 'inline_policy' };
  if (change.kind === 'create') return told(change, policy, wideGrants(after ?? [], 'identity'));
  return change.kind === 'update' ? told(change, policy, widening(before ?? [], after ?? [])) : [];
};

/** Of a collection's security policies those of its network; its key is another matter. */
function policiesOf({ type, before, after }: ResourceChange): readonly PolicyAttribute[] {
  return policyAttributesOf(type).filter(
    () =>
      type !== 'aws_opensearchserverless_security_policy' || valueAt(after ?? before, ['type']) === 'network',
  );
}

type Statements = readonly Statement[] | undefined;

/** What is compared: nothing, where there is nothing to compare. */
function baseline(change: ResourceChange, plan: Plan, policy: PolicyAttribute): [Statements, Statements] {
  const { kind, before, after, afterUnknown } = change;
  const read = (resource: Value | undefined) => policy.statements(valueAt(resource, [policy.attribute]));
  const isUnknown = isMasked(afterUnknown, [policy.attribute]);
  if (kind === 'update' || kind === 'replace')
    return isUnknown ? [undefined, undefined] : [read(before), read(after)];
  if (kind === 'create' && !isUnknown && isForExisting(change, plan, policy))
    return [takenFromSame(change, plan, policy), read(after)];
  const isWholeGone = policy.whole !== undefined && isOfGone(change, plan, policy.whole);
  if (kind === 'delete' && policy.whole !== undefined && !isWholeGone) return [read(before), []];
  return [undefined, undefined];
}

/** Whether a new policy is for something that is there already. */
function isForExisting(change: ResourceChange, plan: Plan, { whole, of }: PolicyAttribute): boolean {
  if (of === 'collection')
    return !plan.changes.some(({ type, after }) => type === COLLECTION && after !== undefined);
  return whole !== undefined && isOfExisting(change, plan, whole);
}

/** What other policies of the same whole stop saying: a policy may only change its resource. */
function takenFromSame(
  change: ResourceChange,
  plan: Plan,
  { type, attribute, whole, statements }: PolicyAttribute,
) {
  return plan.changes
    .filter((other) => other.type === type && other.kind === 'delete')
    .filter(
      ({ before }) =>
        whole === undefined ||
        isEqual(valueAt(before, [whole.attribute]), valueAt(change.after, [whole.attribute])),
    )
    .flatMap(({ before }) => statements(valueAt(before, [attribute])) ?? []);
}

function told(
  { beforeSensitive, afterSensitive }: ResourceChange,
  { attribute }: Pick<PolicyAttribute, 'attribute'>,
  grants: readonly Grant[],
): Difference[] {
  if (grants.length === 0) return [];
  const isSensitive = [beforeSensitive, afterSensitive].some((mask) => isMasked(mask, [attribute]));
  if (isSensitive) return [{ sentence: `${attribute} allows more than before:`, names: SENSITIVE }];
  return grantTexts(grants).map(({ verb, what }) => ({ sentence: `${attribute} ${verb}`, names: what }));
}
