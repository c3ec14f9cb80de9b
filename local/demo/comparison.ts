import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { isLosslessNumber, LosslessNumber, stringify } from 'lossless-json';
import { attributeName } from '../../functions/document/attribute-name';
import type { Document } from './collection-reader';

export type Item = Record<string, AttributeValue>;

/** How a table and an index differ, by the key of each item. */
export interface Comparison {
  readonly equal: number;
  /** In the table, not in the index. */
  readonly missing: readonly string[];
  /** In the index, not in the table. */
  readonly surplus: readonly string[];
  readonly different: readonly { readonly key: string; readonly item: string; readonly document: string }[];
}

/**
 * Compares a table with an index in both directions, whole documents, item by item. What an item should look
 * like is read with the AWS SDK, not with the code that wrote the documents.
 */
export function compare(
  items: Iterable<Item>,
  documents: Iterable<Document>,
  keyAttributes: readonly string[],
): Comparison {
  const indexed = new Map<string, string>();
  const surplus: string[] = [];
  for (const { _cdc, ...attributes } of documents) {
    const document = fromDocument(attributes);
    const key = keyOf(document, keyAttributes);
    if (indexed.has(key)) surplus.push(key);
    else indexed.set(key, canonical(document));
  }
  let equal = 0;
  const missing: string[] = [];
  const different: { key: string; item: string; document: string }[] = [];
  for (const attributes of items) {
    const plain = fromItem(attributes);
    const key = keyOf(plain, keyAttributes);
    const [item, document] = [canonical(plain), indexed.get(key)];
    indexed.delete(key);
    if (document === undefined) missing.push(key);
    else if (document === item) equal++;
    else different.push({ key, item, document });
  }
  return { equal, missing, surplus: [...surplus, ...indexed.keys()], different };
}

type Plain = Readonly<Record<string, unknown>>;

const keyOf = (item: Plain, keyAttributes: readonly string[]): string =>
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

function fromDocument(attributes: Plain): Plain {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [attributeName(name), fromDocumentValue(value)]),
  );
}

function fromDocumentValue(value: unknown): unknown {
  if (isLosslessNumber(value)) return value;
  if (Array.isArray(value)) return value.map(fromDocumentValue);
  return typeof value === 'object' && value !== null ? fromDocument({ ...value }) : value;
}

function fromItem(attributes: Item): Plain {
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
