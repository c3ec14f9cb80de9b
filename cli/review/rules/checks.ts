import type { Kind, ResourceChange } from '../plan/plan';
import { isEqual, isMasked, type Path, type Value, valueAt } from '../plan/value';
import { type Difference, difference } from './difference';
import { isOfGone, type Whole } from './existing';
import { replacement } from './replacement';
import type { Check } from './rule';

/** Some resource types, or all of them. */
export type Types = string | readonly string[] | '*';

export function isOfType({ type }: ResourceChange, types: Types): boolean {
  return types === '*' || (typeof types === 'string' ? type === types : types.includes(type));
}

/** Of the types, and of these kinds of change. */
export function on(types: Types, kinds: readonly Kind[], check: Check): Check {
  return (change, plan) =>
    isOfType(change, types) && kinds.includes(change.kind) ? check(change, plan) : [];
}

/** The resource, destroyed or replaced. */
export function gone(types: Types): Check {
  return on(types, ['delete', 'replace'], (change) => [
    change.kind === 'delete' ? deletion(change) : replacement(change),
  ]);
}

/** A part of another resource, taken from it; where that one is destroyed as well, it is that one that counts. */
export function takenAway(type: string, whole: Whole): Check {
  return on(type, ['delete'], (change, plan) => (isOfGone(change, plan, whole) ? [] : [deletion(change)]));
}

function deletion({ deposed, actionReason }: ResourceChange): Difference {
  if (deposed !== undefined)
    return { sentence: 'an object is destroyed that an earlier apply left behind:', names: deposed };
  const reason = actionReason === undefined ? undefined : DELETION_REASONS[actionReason];
  return { sentence: `it is destroyed${reason ? `, since ${reason}` : ''}` };
}

const DELETION_REASONS: Readonly<Record<string, string>> = {
  delete_because_no_resource_config: 'the configuration does not have it any more',
  delete_because_no_module: 'the configuration does not have its module any more',
  delete_because_wrong_repetition: 'count or for_each was added or taken away',
  delete_because_count_index: 'its index is beyond count',
  delete_because_each_key: 'its key is not in for_each any more',
  delete_because_no_move_target: 'it is moved to an address that the configuration does not have',
};

type IsWorse = (before: Value | undefined, after: Value | undefined) => boolean;

/** An attribute of a resource that stays, or is replaced; a value that is known after apply only is passed over. */
export function attribute(types: Types, path: Path, isWorse: IsWorse): Check {
  return on(types, ['update', 'replace'], (change) => worsened(change, path, isWorse));
}

/** The same, and a value that is known after apply only counts as another one. */
export function attributeOrUnknown(types: Types, path: Path, isWorse: IsWorse): Check {
  return on(types, ['update', 'replace'], (change) =>
    isMasked(change.afterUnknown, path) && valueAt(change.before, path) !== undefined
      ? [difference(change, path)]
      : worsened(change, path, isWorse),
  );
}

function worsened(change: ResourceChange, path: Path, isWorse: IsWorse): readonly Difference[] {
  const [before, after] = [valueAt(change.before, path), valueAt(change.after, path)];
  const isSame = isEqual(before, after) || (isNothing(before) && isNothing(after));
  if (isMasked(change.afterUnknown, path) || isSame || !isWorse(before, after)) return [];
  return [difference(change, path)];
}

export const switchedOff: IsWorse = (before, after) => before === true && after !== true;
export const switchedOn: IsWorse = (before, after) => before !== true && after === true;
export const lowered: IsWorse = (before, after) =>
  typeof before === 'number' && typeof after === 'number' && after < before;
export const differs: IsWorse = () => true;
/** Terraform's -1 is without limit. */
export const lowerLimit: IsWorse = (before, after) =>
  typeof after === 'number' &&
  after >= 0 &&
  (before === undefined || before === -1 || lowered(before, after));
export const added: IsWorse = (before, after) => isNothing(before) && !isNothing(after);
export const takenOut: IsWorse = (before, after) => !isNothing(before) && isNothing(after);
export const changedOrTakenOut: IsWorse = (before) => !isNothing(before);

export function becomes(...values: readonly Value[]): IsWorse {
  return (_, after) => values.some((value) => isEqual(value, after));
}

export function was(...values: readonly Value[]): IsWorse {
  return (before) => values.some((value) => isEqual(value, before));
}

/** An empty list or text is Terraform's way to say nothing. */
export function isNothing(value: Value | undefined): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}
