import { createHash } from 'node:crypto';
import type { AttributeMap, AttributeValue, BinaryEncoding } from '../change/attribute-value';

import { binaryText } from './item-json';
import { canonicalNumber } from './number-text';

/** OpenSearch refuses a longer `_id`, in UTF-8 bytes. */
const MAX_BYTES = 512;

/**
 * The document id of an item: `TYPE=value` of each key attribute, in the order of the attributes' names
 * (a record lists them in any order), joined by `&`, with `%` and `&` in values percent-encoded: `S=abc`,
 * `N=42&S=a%26b`. No two keys of a table meet in one id. One above 512 bytes is `sha256=` and its hash in hex.
 */
export function documentId(keys: AttributeMap, encoding: BinaryEncoding): string {
  const [name = '', ...others] = Object.keys(keys).sort();
  let id = keyPart(keys[name], encoding);
  for (const other of others) id += `&${keyPart(keys[other], encoding)}`;
  // A UTF-16 unit is at most 3 bytes of UTF-8.
  if (3 * id.length <= MAX_BYTES || Buffer.byteLength(id) <= MAX_BYTES) return id;
  return `sha256=${createHash('sha256').update(id).digest('hex')}`;
}

function keyPart(value: AttributeValue | undefined, encoding: BinaryEncoding): string {
  if (value !== undefined) {
    if ('S' in value) return `S=${escapeText(value.S)}`;
    if ('N' in value) return `N=${canonicalNumber(value.N)}`;
    if ('B' in value) return `B=${binaryText(value.B, encoding)}`;
  }
  throw new TypeError('a key attribute is of type S, N or B');
}

/** Lone surrogates are encoded too: OpenSearch takes any two of them for the same character. */
function escapeText(text: string): string {
  if (!/[%&\ud800-\udfff]/.test(text)) return text;
  return text
    .replace(/[%&]/g, (character) => (character === '%' ? '%25' : '%26'))
    .replace(/\p{Surrogate}/gu, (unit) => `%u${unit.charCodeAt(0).toString(16)}`);
}
