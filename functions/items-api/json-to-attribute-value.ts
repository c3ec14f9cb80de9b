import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { LosslessNumber } from 'lossless-json';
import { ApiError } from './api-error';
import { checkNumberText } from './number-text';

/** DynamoDB's own limit; it counts the innermost value too and has the last word. */
const MAX_NESTING = 32;

const LONE_SURROGATE = /\p{Surrogate}/u;

export type Item = Record<string, AttributeValue>;

/**
 * A parsed JSON object (its numbers as LosslessNumber) as the attributes of an item.
 * @param path how messages name the object: `body`
 * @throws ApiError 400 that names the attribute which DynamoDB could not hold as it is.
 */
export function jsonToAttributes(object: object, path: string, nesting = 0): Item {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => [
      checkAttributeName(name, path, nesting),
      jsonToAttributeValue(value, `${path}.${name}`, nesting + 1),
    ]),
  );
}

function jsonToAttributeValue(value: unknown, path: string, nesting: number): AttributeValue {
  if (value === null) return { NULL: true };
  if (typeof value === 'boolean') return { BOOL: value };
  if (typeof value === 'string') return { S: checkText(value, path) };
  if (value instanceof LosslessNumber) return { N: checkNumberText(value.value, path) };
  if (nesting > MAX_NESTING) throw nestedTooDeeply();
  if (Array.isArray(value)) {
    return {
      L: value.map((element, index) => jsonToAttributeValue(element, `${path}[${index}]`, nesting + 1)),
    };
  }
  if (typeof value === 'object') return { M: jsonToAttributes(value, path, nesting) };
  throw new TypeError(`${path} is not JSON`);
}

/** The path could be megabytes long: the message leaves it out. */
export function nestedTooDeeply(): ApiError {
  return new ApiError(
    400,
    `The body is nested more than ${MAX_NESTING} levels deep, the most that DynamoDB keeps. Flatten it, or send the inner part as a string of JSON.`,
  );
}

function checkAttributeName(name: string, path: string, nesting: number): string {
  if (name === '' && nesting === 0) {
    throw new ApiError(
      400,
      `${path} has an attribute with an empty name. A name has at least one character.`,
    );
  }
  if (name === '__proto__') {
    throw new ApiError(400, `${path} has an attribute "__proto__", which JavaScript cannot keep. Rename it.`);
  }
  return checkText(name, `An attribute name in ${path}`);
}

function checkText(text: string, path: string): string {
  if (LONE_SURROGATE.test(text)) {
    throw new ApiError(
      400,
      `${path} has half a surrogate pair (\\ud800 to \\udfff), which is no character. Send both halves, or neither.`,
    );
  }
  return text;
}
