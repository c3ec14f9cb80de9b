import type { Plan, ResourceChange } from '../plan/plan';
import { entries, isMasked, type Value, valueAt } from '../plan/value';
import type { Difference } from './difference';
import { isOfExisting } from './existing';
import type { Check } from './rule';

/** By resource type, where the lifecycle rules are. */
const RULES: Readonly<Record<string, string>> = {
  aws_s3_bucket_lifecycle_configuration: 'rule',
  aws_s3_bucket: 'lifecycle_rule',
};

const KINDS = [
  { block: 'expiration', days: 'days', what: 'objects' },
  { block: 'noncurrent_version_expiration', days: 'noncurrent_days', what: 'replaced objects' },
] as const;

/** Lifecycle rules that delete objects, or delete them sooner than before; new ones of a bucket that was there. */
export const expirations: Check = (change, plan): readonly Difference[] => {
  const name = RULES[change.type];
  if (name === undefined || !['create', 'update', 'replace'].includes(change.kind)) return [];
  if (change.kind === 'create' && (change.type === 'aws_s3_bucket' || !isOfExistingBucket(change, plan)))
    return [];
  const [before, after] = [change.before, change.after].map((resource) => entries(valueAt(resource, [name])));
  if (isMasked(change.afterUnknown, [name]) && after?.length === 0) return [];
  return KINDS.flatMap(({ block, days, what }) => {
    const old = soonest(before, block, days);
    return [...soonest(after, block, days)].flatMap(([scope, after]) => {
      const before = old.get(scope) ?? old.get('') ?? Number.POSITIVE_INFINITY;
      if (after >= before) return [];
      const where = scope === '' ? '' : ` of ${scope}`;
      return [
        { attribute: `${what}${where} are deleted after`, from: daysText(before), to: daysText(after) },
      ];
    });
  });
};

/** By prefix, after how many days. */
function soonest(rules: readonly Value[] = [], block: string, days: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const [scope, number] of rules.filter(isOn).flatMap((rule) => expiryOf(rule, block, days)))
    found.set(scope, Math.min(number, found.get(scope) ?? number));
  return found;
}

function isOfExistingBucket(change: ResourceChange, plan: Plan): boolean {
  return isOfExisting(change, plan, { type: 'aws_s3_bucket', attribute: 'bucket' });
}

function isOn(rule: Value): boolean {
  return valueAt(rule, ['status']) === 'Enabled' || valueAt(rule, ['enabled']) === true;
}

function expiryOf(rule: Value, block: string, days: string): [scope: string, days: number][] {
  const expiry = valueAt(rule, [block, 0]);
  const number = Number(valueAt(expiry, [days]) ?? valueAt(expiry, ['days']) ?? 0);
  const isDated = valueAt(expiry, ['date']) !== undefined;
  if (number <= 0 && !isDated) return [];
  const filter = valueAt(rule, ['filter', 0]);
  const prefix =
    valueAt(rule, ['prefix']) ?? valueAt(filter, ['prefix']) ?? valueAt(filter, ['and', 0, 'prefix']) ?? '';
  return [[String(prefix), isDated ? 0 : number]];
}

function daysText(days: number): string {
  if (days === 0) return 'a date';
  return days === Number.POSITIVE_INFINITY ? 'never' : `${days} days`;
}
