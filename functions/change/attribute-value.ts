import { described, UndecodableError } from './undecodable-error';

/** An attribute value as DynamoDB writes it in JSON: one type descriptor with its value. */
export type AttributeValue =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly B: string }
  | { readonly SS: readonly string[] }
  | { readonly NS: readonly string[] }
  | { readonly BS: readonly string[] }
  | { readonly BOOL: boolean }
  | { readonly NULL: true }
  | { readonly L: readonly AttributeValue[] }
  | { readonly M: AttributeMap };

export interface AttributeMap {
  readonly [name: string]: AttributeValue;
}

/**
 * How often a binary attribute is base64-encoded: once in DynamoDB Streams and in the API, twice in the
 * records that DynamoDB writes to Kinesis ("Kinesis Data Streams for DynamoDB", developer guide).
 */
export type BinaryEncoding = 'base64' | 'base64-twice';

/**
 * DynamoDB nests at most 32 levels; OpenSearch takes 100 where the index is told so. Deeper is refused
 * here, before recursion becomes a danger.
 */
const MAX_DEPTH = 100;

/** A decimal number; DynamoDB writes a subset of it, emulators write what they were given. */
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;

/** DynamoDB's longest is 38 digits and 130 zeros. */
export const MAX_NUMBER_LENGTH = 300;

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Narrows parsed JSON to a map of attribute values, or throws {@link UndecodableError} that names the path. */
export function assertAttributeMap(
  value: unknown,
  path: string,
  encoding: BinaryEncoding,
  depth = 0,
): asserts value is AttributeMap {
  if (!isObject(value)) throw new UndecodableError(`${path} is ${described(value)}, not a map of attributes`);
  for (const [name, attribute] of Object.entries(value)) {
    assertAttributeValue(attribute, `${path}.${name}`, encoding, depth + 1);
  }
}

function assertAttributeValue(
  value: unknown,
  path: string,
  encoding: BinaryEncoding,
  depth: number,
): asserts value is AttributeValue {
  if (depth > MAX_DEPTH) throw new UndecodableError(`${path} is nested deeper than ${MAX_DEPTH} levels`);
  if (!isObject(value)) throw new UndecodableError(`${path} is ${described(value)}, not a typed value`);
  const [entry, ...others] = Object.entries(value);
  if (entry === undefined || others.length > 0) {
    throw new UndecodableError(`${path} has ${Object.keys(value).length} type descriptors, not one`);
  }
  const [type, content] = entry;
  if (type === 'M') return assertAttributeMap(content, path, encoding, depth);
  if (type === 'L' && Array.isArray(content)) {
    content.forEach((element, i) => {
      assertAttributeValue(element, `${path}[${i}]`, encoding, depth + 1);
    });
    return;
  }
  const holds = CHECKS[encoding].get(type);
  if (holds === undefined) throw new UndecodableError(`${path} has the unknown type descriptor "${type}"`);
  if (!holds(content)) throw new UndecodableError(`${path} is not a valid ${type} value`);
}

const isString = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown) =>
  isString(value) && value.length <= MAX_NUMBER_LENGTH && NUMBER.test(value);
const isBase64 = (value: unknown) => isString(value) && BASE64.test(value);
const isBase64Twice = (value: unknown) =>
  isString(value) && BASE64.test(value) && BASE64.test(Buffer.from(value, 'base64').toString('latin1'));
const isSetOf = (check: (value: unknown) => boolean) => (value: unknown) =>
  Array.isArray(value) && value.every(check);

const checks = (isBinary: (value: unknown) => boolean): ReadonlyMap<string, (value: unknown) => boolean> =>
  new Map([
    ['S', isString],
    ['N', isNumber],
    ['B', isBinary],
    ['SS', isSetOf(isString)],
    ['NS', isSetOf(isNumber)],
    ['BS', isSetOf(isBinary)],
    ['BOOL', (value: unknown) => typeof value === 'boolean'],
    ['NULL', (value: unknown) => value === true],
    ['L', () => false],
  ]);

const CHECKS = { base64: checks(isBase64), 'base64-twice': checks(isBase64Twice) };

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
