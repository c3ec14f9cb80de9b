import type { Plan, ResourceChange } from '../plan/plan';
import { isMasked, valueAt } from '../plan/value';
import { type Difference, difference, named } from './difference';
import { isOfExisting } from './existing';
import type { Check } from './rule';

/** What limits for whom a service invokes a function. */
const LIMITS = ['source_arn', 'source_account', 'principal_org_id'];

/** `aws_lambda_permission`, which every change of an argument replaces. */
export const invocationPermissions: Check = (change, plan) => {
  if (change.type !== 'aws_lambda_permission') return [];
  if (change.kind === 'replace') return replaced(change);
  return change.kind === 'create' ? created(change, plan) : [];
};

function replaced(change: ResourceChange): readonly Difference[] {
  const { before, after, afterUnknown } = change;
  const changed = ['principal', ...LIMITS].filter(
    (name) => !isMasked(afterUnknown, [name]) && valueAt(before, [name]) !== valueAt(after, [name]),
  );
  return changed
    .filter((name) => name === 'principal' || valueAt(before, [name]) !== undefined)
    .map((name) => difference(change, [name]));
}

/** A new permission on an old function counts; on a new one it does unless it is a service's, with a limit. */
function created(change: ResourceChange, plan: Plan): readonly Difference[] {
  const { after, afterUnknown } = change;
  const principal = String(valueAt(after, ['principal']));
  if (isOfExisting(change, plan, { type: 'aws_lambda_function', attribute: 'function_name' }))
    return [named(change, 'a function that is there already may be invoked by', principal)];
  const isLimited = LIMITS.some(
    (name) => isMasked(afterUnknown, [name]) || valueAt(after, [name]) !== undefined,
  );
  if (principal.endsWith('.amazonaws.com') && isLimited) return [];
  return [named(change, `it may be invoked${isLimited ? '' : ', for anyone,'} by`, principal)];
}
