import type { AttributeMap, AttributeValue, BinaryEncoding } from '../change/attribute-value';
import { fieldName } from './attribute-name';
import { numberToJson } from './number-text';

/** A member of an item's plain JSON: its name and its value, both as JSON. */
export type MemberJson = readonly [name: string, value: string];

/** An item as plain JSON: every digit of a number, sets as arrays, binary as base64 text, NULL as null. */
export function itemJson(item: AttributeMap, encoding: BinaryEncoding): MemberJson[] {
  return members(item, encoding, true);
}

/** The base64 text of a binary value's bytes. */
export function binaryText(value: string, encoding: BinaryEncoding): string {
  return encoding === 'base64' ? value : Buffer.from(value, 'base64').toString('latin1');
}

function members(map: AttributeMap, encoding: BinaryEncoding, atRoot: boolean): MemberJson[] {
  return Object.entries(map).map(([name, value]) => [
    JSON.stringify(fieldName(name, atRoot)),
    json(value, encoding),
  ]);
}

function json(value: AttributeValue, encoding: BinaryEncoding): string {
  if ('S' in value) return JSON.stringify(value.S);
  if ('N' in value) return numberToJson(value.N);
  if ('BOOL' in value) return String(value.BOOL);
  if ('NULL' in value) return 'null';
  if ('M' in value) return `{${members(value.M, encoding, false).map(joined)}}`;
  if ('L' in value) return array(value.L, (element) => json(element, encoding));
  if ('SS' in value) return array(value.SS, (text) => JSON.stringify(text));
  if ('NS' in value) return array(value.NS, numberToJson);
  if ('B' in value) return JSON.stringify(binaryText(value.B, encoding));
  return array(value.BS, (binary) => JSON.stringify(binaryText(binary, encoding)));
}

export function joined([name, value]: MemberJson): string {
  return `${name}:${value}`;
}

function array<T>(elements: readonly T[], write: (element: T) => string): string {
  return `[${elements.map(write)}]`;
}
