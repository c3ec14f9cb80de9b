import { isLosslessNumber, LosslessNumber, parse } from 'lossless-json';
import { isObject } from '../change/attribute-value';
import { attributeName, fieldName } from '../document/attribute-name';
import type { TransformValue } from './transform';

/** Reads the JSON of a document's item; fields get the names of their attributes back. */
export function readPlainJson(json: string): TransformValue {
  return withAttributeNames(parse(json, undefined, number) as TransformValue);
}

function number(digits: string): number | LosslessNumber {
  const value = Number(digits);
  return String(value) === digits ? value : new LosslessNumber(digits);
}

function withAttributeNames(value: TransformValue): TransformValue {
  if (Array.isArray(value)) return value.map(withAttributeNames);
  if (typeof value !== 'object' || value === null || isLosslessNumber(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, content]) => [attributeName(field), withAttributeNames(content)]),
  );
}

/** The members of a document as JSON, all digits kept. @throws {TypeError} for what is no JSON */
export function membersJson(document: object, path: string, atRoot = true): string {
  return Object.entries(document)
    .filter(([, value]) => value !== undefined)
    .map(
      ([name, value]) => `${JSON.stringify(fieldName(name, atRoot))}:${valueJson(value, `${path}.${name}`)}`,
    )
    .join(',');
}

function valueJson(value: unknown, path: string): string {
  if (isLosslessNumber(value)) return value.value;
  if (Array.isArray(value))
    return `[${Array.from(value, (element, i) => valueJson(element, `${path}[${i}]`))}]`;
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return JSON.stringify(value);
    case 'bigint':
      return String(value);
    case 'number':
      if (Number.isFinite(value)) return String(value);
      break;
    case 'object':
      if (value === null) return 'null';
      if (value instanceof Date && Number.isFinite(value.getTime())) return JSON.stringify(value);
      if (isPlainObject(value)) return `{${membersJson(value, path, false)}}`;
  }
  throw new TypeError(`${path} is ${described(value)}, which is no JSON`);
}

/** An object made by braces: no promise, no instance of a class. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (!isObject(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function described(value: unknown): string {
  return typeof value === 'object' && value !== null ? `a ${value.constructor.name}` : String(value);
}
