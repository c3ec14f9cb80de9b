import type { ResourceChange } from '../plan/plan';
import { isEqual, isList, isMasked, type Value, valueAt, withoutNothing } from '../plan/value';
import { type Difference, difference } from '../rules/difference';

/** The attributes of a resource that change, at the top; of a replaced one not those that AWS gives. */
export function changedAttributes(change: ResourceChange): readonly Difference[] {
  const { kind, before, after, afterUnknown } = change;
  if (kind !== 'update' && kind !== 'replace') return [];
  const names = new Set([before, after, afterUnknown].flatMap(namesOf));
  return [...names]
    .filter((name) => {
      const [was, is] = [before, after].map((resource) => withoutNothing(valueAt(resource, [name])));
      if (isMasked(afterUnknown, [name])) return kind === 'update' || is !== undefined;
      return !isEqual(was, is);
    })
    .map((name) => difference(change, [name]));
}

function namesOf(value: Value | undefined): string[] {
  return typeof value === 'object' && value !== null && !isList(value) ? Object.keys(value) : [];
}
