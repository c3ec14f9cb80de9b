import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { isLosslessNumber, LosslessNumber, stringify } from 'lossless-json';

export type Item = Record<string, AttributeValue>;

/** An item as plain JSON tells it: numbers are lossless, sets are arrays, binary is base64 text. */
export type PlainItem = Readonly<Record<string, unknown>>;

/** How a table and its copy differ, by the key of each item. */
export interface Comparison {
  readonly equal: number;
  /** In the table, not in the copy. */
  readonly missing: readonly string[];
  /** In the copy, not in the table. */
  readonly surplus: readonly string[];
  readonly different: readonly { readonly key: string; readonly item: string; readonly copy: string }[];
}

/**
 * Compares a table with its copy in both directions, whole items, one by one. What an item should look
 * like is read with the AWS SDK, not with the code that made the copy.
 */
export function compare(
  items: Iterable<Item>,
  copies: Iterable<PlainItem>,
  keyAttributes: readonly string[],
): Comparison {
  const copied = new Map<string, string>();
  const surplus: string[] = [];
  for (const copy of copies) {
    const key = keyOf(copy, keyAttributes);
    if (copied.has(key)) surplus.push(key);
    else copied.set(key, canonical(copy));
  }
  let equal = 0;
  const missing: string[] = [];
  const different: { key: string; item: string; copy: string }[] = [];
  for (const attributes of items) {
    const plain = fromItem(attributes);
    const key = keyOf(plain, keyAttributes);
    const [item, copy] = [canonical(plain), copied.get(key)];
    copied.delete(key);
    if (copy === undefined) missing.push(key);
    else if (copy === item) equal++;
    else different.push({ key, item, copy });
  }
  return { equal, missing, surplus: [...surplus, ...copied.keys()], different };
}

/** Whether nothing is missing, left over or different. */
export function isEqual({ missing, surplus, different }: Comparison): boolean {
  return missing.length + surplus.length + different.length === 0;
}

/** The difference in words, with the first of each kind; `copy` is what the table was compared with. */
export function differenceText({ equal, missing, surplus, different }: Comparison, copy: string): string {
  const examples = [
    ...missing.slice(0, 3).map((key) => `  only in the table: ${key}`),
    ...surplus.slice(0, 3).map((key) => `  only in the ${copy}: ${key}`),
    ...different
      .slice(0, 3)
      .map(({ key, item, copy: found }) => `  different: ${key}\n    table ${item}\n    ${copy} ${found}`),
  ];
  return [
    `Table and ${copy} differ: ${equal} equal, ${missing.length} missing in the ${copy}, ${surplus.length} left over there, ${different.length} different.`,
    ...examples,
  ].join('\n');
}

const keyOf = (item: PlainItem, keyAttributes: readonly string[]): string =>
  canonical(keyAttributes.map((name) => item[name]));

/** One text for equal content: members sorted by name, numbers with all their digits. */
function canonical(value: unknown): string {
  return stringify(sorted(value)) ?? '';
}

function sorted(value: unknown): unknown {
  if (isLosslessNumber(value)) return value;
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([name, inner]) => [name, sorted(inner)]));
}

function fromItem(attributes: Item): PlainItem {
  return Object.fromEntries(
    Object.entries(unmarshall(attributes, { wrapNumbers: (number) => new LosslessNumber(number) })).map(
      ([name, value]) => [name, fromItemValue(value)],
    ),
  );
}

/** Sets become arrays, binary becomes base64 text. */
function fromItemValue(value: unknown): unknown {
  if (isLosslessNumber(value)) return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (value instanceof Set || Array.isArray(value)) return Array.from(value, fromItemValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, fromItemValue(inner)]));
}
