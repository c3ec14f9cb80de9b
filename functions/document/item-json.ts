import type { AttributeMap, AttributeValue, BinaryEncoding } from '../change/attribute-value';
import { fieldName } from './attribute-name';
import { numberToJson } from './number-text';

/** A member of an item's plain JSON: its name and its value, both as JSON. */
export type MemberJson = readonly [name: string, value: string];

/** What an attribute is called in JSON. @param atRoot whether it is one of the item itself, not of a map in it */
export type Naming = (attribute: string, atRoot: boolean) => string;

/**
 * An item as plain JSON: every digit of a number, sets as arrays, binary as base64 text, NULL as null.
 * @param naming by default that of documents
 */
export function itemJson(
  item: AttributeMap,
  encoding: BinaryEncoding,
  naming: Naming = fieldName,
): MemberJson[] {
  return members(item, encoding, naming, true);
}

/** The base64 text of a binary value's bytes. */
export function binaryText(value: string, encoding: BinaryEncoding): string {
  return encoding === 'base64' ? value : Buffer.from(value, 'base64').toString('latin1');
}

function members(map: AttributeMap, encoding: BinaryEncoding, naming: Naming, atRoot: boolean): MemberJson[] {
  return Object.entries(map).map(([name, value]) => [
    JSON.stringify(naming(name, atRoot)),
    json(value, encoding, naming),
  ]);
}

function json(value: AttributeValue, encoding: BinaryEncoding, naming: Naming): string {
  if ('S' in value) return JSON.stringify(value.S);
  if ('N' in value) return numberToJson(value.N);
  if ('BOOL' in value) return String(value.BOOL);
  if ('NULL' in value) return 'null';
  if ('M' in value) return `{${members(value.M, encoding, naming, false).map(joined)}}`;
  if ('L' in value) return array(value.L, (element) => json(element, encoding, naming));
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
