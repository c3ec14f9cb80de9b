import { canonicalNumber } from '../document/number-text';
import { memberName, type PlainItem } from '../document/plain-item';
import type { Comparison, Condition, Filter, Scalar } from './route';

type Test = (value: unknown) => boolean;

/** Makes the test that items of a filter pass. */
export function itemFilter(filter: Filter): (item: PlainItem) => boolean {
  const attributes = Object.entries(filter).map(([attribute, conditions]) => ({
    name: memberName(attribute),
    tests: conditions.map(test),
  }));
  return (item) =>
    attributes.every(({ name, tests }) => {
      const value = valueOfMember(item, name);
      return tests.some((holds) => holds(value));
    });
}

/** The value of a member; `undefined` where the item lacks it. */
function valueOfMember(item: PlainItem, name: Buffer): unknown {
  for (let i = 0; i < item.count; i++) {
    if (item.isNamed(i, name)) return parsed(item.json.toString('utf8', item.valueAt(i), item.endAt(i)));
  }
  return undefined;
}

/** A number by itself keeps its digits; inside a list or a set it is a double. */
class ExactNumber {
  constructor(readonly text: string) {}
}

function parsed(json: string): unknown {
  // Most are texts without escapes, of which nothing need be parsed.
  if (json.startsWith('"') && !json.includes('\\')) return json.slice(1, -1);
  return /^[-\d]/.test(json) ? new ExactNumber(json) : JSON.parse(json);
}

function test(condition: Condition): Test {
  if (typeof condition !== 'object' || condition === null)
    return anyElement((value) => equal(value, condition));
  if ('exists' in condition) return (value) => (value !== undefined) === condition.exists;
  if ('prefix' in condition) return anyElement(isText((text) => text.startsWith(condition.prefix)));
  if ('suffix' in condition) return anyElement(isText((text) => text.endsWith(condition.suffix)));
  if ('numeric' in condition) return anyElement(numericTest(condition.numeric));
  const excluded = condition['anything-but'];
  return anyElement((value) => !excluded.some((scalar) => equal(value, scalar)));
}

function anyElement(holds: Test): Test {
  const holdsForScalar: Test = (value) => isScalar(value) && holds(value);
  return (value) => (Array.isArray(value) ? value.some(holdsForScalar) : holdsForScalar(value));
}

function isScalar(value: unknown): boolean {
  return value instanceof ExactNumber || value === null || !['undefined', 'object'].includes(typeof value);
}

function isText(holds: (text: string) => boolean): Test {
  return (value) => typeof value === 'string' && holds(value);
}

function equal(value: unknown, scalar: Scalar): boolean {
  if (typeof scalar !== 'number') return value === scalar;
  const digits = digitsOf(value);
  return digits !== undefined && canonicalNumber(digits) === canonicalNumber(String(scalar));
}

function numericTest(numeric: readonly (Comparison | number)[]): Test {
  return (value) => {
    const digits = digitsOf(value);
    if (digits === undefined) return false;
    for (let i = 0; i < numeric.length; i += 2) {
      if (!compares(Number(digits), numeric[i], Number(numeric[i + 1]))) return false;
    }
    return true;
  };
}

function digitsOf(value: unknown): string | undefined {
  if (value instanceof ExactNumber) return value.text;
  return typeof value === 'number' ? String(value) : undefined;
}

function compares(value: number, comparison: Comparison | number | undefined, bound: number): boolean {
  switch (comparison) {
    case '=':
      return value === bound;
    case '<':
      return value < bound;
    case '<=':
      return value <= bound;
    case '>':
      return value > bound;
    default:
      return value >= bound;
  }
}
