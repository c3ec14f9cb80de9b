import type { ResourceChange } from '../plan/plan';
import { isMasked, type Path, pathText, type Value, valueAt } from '../plan/value';

/** An attribute from one value to another, or what happens, and to what. All but the sentence may hold anything. */
export type Difference =
  | { readonly attribute: string; readonly from: string; readonly to: string }
  | { readonly sentence: string; readonly names?: string };

export const SENSITIVE = '(sensitive)';
export const UNKNOWN = '(known after apply)';
const NONE = '(none)';

/** The attribute at the path, before and after; what is sensitive is masked. */
export function difference(change: ResourceChange, path: Path): Difference {
  const { before, after, beforeSensitive, afterSensitive, afterUnknown } = change;
  const isSensitive = isMasked(beforeSensitive, path) || isMasked(afterSensitive, path);
  const shown = (value: Value | undefined) => (isSensitive ? SENSITIVE : valueText(valueAt(value, path)));
  return {
    attribute: pathText(path),
    from: shown(before),
    to: isMasked(afterUnknown, path) ? UNKNOWN : shown(after),
  };
}

/** What happens, and to what, unless the resource has something sensitive. */
export function named(
  { beforeSensitive, afterSensitive }: ResourceChange,
  sentence: string,
  names: string,
): Difference {
  const isSensitive = isMasked(beforeSensitive, []) || isMasked(afterSensitive, []);
  return { sentence, names: isSensitive ? SENSITIVE : names };
}

function valueText(value: Value | undefined): string {
  if (value === undefined || value === '') return NONE;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
