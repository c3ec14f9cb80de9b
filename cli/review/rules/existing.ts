import type { Plan, ResourceChange } from '../plan/plan';
import { isMasked, valueAt } from '../plan/value';

/** The resource that another one is a part of, and the attribute of that one that names it. */
export interface Whole {
  readonly type: string;
  readonly attribute: string;
}

/** Attributes by which resources name each other. */
const NAMES = ['id', 'name', 'bucket', 'url', 'arn', 'function_name'] as const;

/** Whether the whole is there already: the same plan does not make it, and so its name is known. */
export function isOfExisting(change: ResourceChange, plan: Plan, { type, attribute }: Whole): boolean {
  const name = valueAt(change.after, [attribute]);
  if (name === undefined || isMasked(change.afterUnknown, [attribute])) return false;
  return !plan.changes.some(
    (other) =>
      other.type === type &&
      (other.kind === 'create' || other.kind === 'replace') &&
      NAMES.some((path) => valueAt(other.after, [path]) === name),
  );
}

/** Whether the plan destroys or replaces the whole, and with it the part. */
export function isOfGone(change: ResourceChange, plan: Plan, { type, attribute }: Whole): boolean {
  const name = valueAt(change.before, [attribute]);
  return plan.changes.some(
    (other) =>
      other.type === type &&
      (other.kind === 'delete' || other.kind === 'replace') &&
      name !== undefined &&
      NAMES.some((path) => valueAt(other.before, [path]) === name),
  );
}
