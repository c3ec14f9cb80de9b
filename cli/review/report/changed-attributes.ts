import type { ResourceChange } from '../plan/plan';
import { isEqual, isList, isMasked, type Value, valueAt, withoutNothing } from '../plan/value';
import { type Difference, difference } from '../rules/difference';

/** The attributes of a resource that change, at the top; computed ones that only become known are left out. */
export function changedAttributes(change: ResourceChange): readonly Difference[] {
  const { kind, before, after, afterUnknown } = change;
  if (kind !== 'update' && kind !== 'replace') return [];
  const names = new Set([...namesOf(before), ...namesOf(after), ...namesOf(afterUnknown)]);
  return [...names]
    .filter(
      (name) =>
        !isEqual(withoutNothing(valueAt(before, [name])), withoutNothing(valueAt(after, [name]))) ||
        isMasked(afterUnknown, [name]),
    )
    .filter(
      (name) => valueAt(after, [name]) !== undefined || !isMasked(afterUnknown, [name]) || kind === 'update',
    )
    .map((name) => difference(change, [name]));
}

function namesOf(value: Value | undefined): string[] {
  return typeof value === 'object' && value !== null && !isList(value) ? Object.keys(value) : [];
}
