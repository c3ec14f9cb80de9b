import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item } from './json-to-attribute-value';

const JSON_NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/**
 * An item as JSON text: numbers digit by digit as DynamoDB gives them, sets as arrays, binary as base64.
 */
export function attributesToJson(attributes: Item): string {
  const members = Object.entries(attributes).map(
    ([name, value]) => `${JSON.stringify(name)}:${attributeValueToJson(value)}`,
  );
  return `{${members.join(',')}}`;
}

function attributeValueToJson(value: AttributeValue): string {
  if (value.S !== undefined) return JSON.stringify(value.S);
  if (value.N !== undefined) return numberToJson(value.N);
  if (value.BOOL !== undefined) return String(value.BOOL);
  if (value.M !== undefined) return attributesToJson(value.M);
  if (value.L !== undefined) return arrayToJson(value.L, attributeValueToJson);
  if (value.B !== undefined) return binaryToJson(value.B);
  if (value.SS !== undefined) return arrayToJson(value.SS, (text) => JSON.stringify(text));
  if (value.NS !== undefined) return arrayToJson(value.NS, numberToJson);
  if (value.BS !== undefined) return arrayToJson(value.BS, binaryToJson);
  return 'null';
}

const arrayToJson = <T>(elements: readonly T[], toJson: (element: T) => string): string =>
  `[${elements.map(toJson).join(',')}]`;

const numberToJson = (text: string): string => (JSON_NUMBER.test(text) ? text : JSON.stringify(text));

const binaryToJson = (bytes: Uint8Array): string => JSON.stringify(Buffer.from(bytes).toString('base64'));
