/** A value of JSON. */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [name: string]: Value };

/** Steps into a value: names of objects, positions of lists. */
export type Path = readonly (string | number)[];

/** What lies at the path; undefined where there is nothing, or null. */
export function valueAt(value: Value | undefined, path: Path): Value | undefined {
  let found = value;
  for (const step of path) {
    if (typeof found !== 'object' || found === null) return undefined;
    if (isList(found)) found = typeof step === 'number' ? found[step] : undefined;
    else found = Object.hasOwn(found, step) ? found[step] : undefined;
  }
  return found ?? undefined;
}

/** Whether a mask (`after_unknown`, `after_sensitive`) holds for the value at the path, or for a part of it. */
export function isMasked(mask: Value | undefined, path: Path): boolean {
  let found = mask;
  for (const step of path) {
    if (found === true) return true;
    found = valueAt(found, [step]);
  }
  return hasTrue(found);
}

function hasTrue(mask: Value | undefined): boolean {
  if (typeof mask !== 'object' || mask === null) return mask === true;
  return Object.values(mask).some(hasTrue);
}

export function isEqual(a: Value | undefined, b: Value | undefined): boolean {
  return canonical(a) === canonical(b);
}

/** JSON with sorted names. */
function canonical(value: Value | undefined): string {
  if (isList(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join()}}`;
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** The entries of a list; none of anything else. */
export function entries(value: Value | undefined): readonly Value[] {
  return isList(value) ? value : [];
}

/** As Terraform writes a path: `rule[0].days`. */
export function pathText(path: Path): string {
  return path.map((step, i) => (typeof step === 'number' ? `[${step}]` : `${i ? '.' : ''}${step}`)).join('');
}

/** Without members and entries that are null, or empty. */
export function withoutNothing(value: Value | undefined): Value | undefined {
  if (isList(value)) return some(value.map(withoutNothing).filter(isSomething));
  if (typeof value !== 'object' || value === null) return value === '' ? undefined : (value ?? undefined);
  const members = Object.entries(value).flatMap(([name, member]): [string, Value][] => {
    const kept = withoutNothing(member);
    return kept === undefined ? [] : [[name, kept]];
  });
  return members.length === 0 ? undefined : Object.fromEntries(members);
}

function isSomething(value: Value | undefined): value is Value {
  return value !== undefined;
}

function some(list: readonly Value[]): Value | undefined {
  return list.length === 0 ? undefined : list;
}
