import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { ApiError } from './api-error';
import type { Item } from './json-to-attribute-value';

/** DynamoDB's limit on a partition key, in bytes of UTF-8. */
const MAX_ID_BYTES = 2048;

/** @throws ApiError 400 for an id that cannot be a partition key. */
export function checkId(id: string): string {
  const bytes = Buffer.byteLength(id);
  if (bytes >= 1 && bytes <= MAX_ID_BYTES) return id;
  throw new ApiError(400, `The id has ${bytes} bytes; it must have 1 to ${MAX_ID_BYTES} (UTF-8).`);
}

/** The item to create: with its own id, or the one given here. `name` and `type` are required. */
export function itemToCreate(body: Item, newId: string): Item {
  checkText(body, 'name', 'required');
  checkText(body, 'type', 'required');
  return {
    id: { S: body.id === undefined ? newId : checkId(textOf('id', body.id)) },
    ...withoutId(body),
  };
}

/** The item to store under the id of the path, which the body may repeat but not contradict. */
export function itemToStore(body: Item, id: string): Item {
  checkText(body, 'name', 'optional');
  checkText(body, 'type', 'optional');
  if (body.id !== undefined && textOf('id', body.id) !== id) {
    throw new ApiError(
      400,
      `The body's id differs from the path's, ${JSON.stringify(id)}. Leave the id out of the body, or send the same.`,
    );
  }
  return { id: { S: id }, ...withoutId(body) };
}

function checkText(item: Item, name: string, need: 'required' | 'optional'): void {
  const value = item[name];
  if (value !== undefined) {
    textOf(name, value);
  } else if (need === 'required') {
    throw new ApiError(400, `The body has no "${name}". It must have the strings "name" and "type".`);
  }
}

function textOf(name: string, value: AttributeValue): string {
  if (value.S !== undefined) return value.S;
  throw new ApiError(400, `"${name}" is not a string. Send it in quotes: {"${name}":"…"}.`);
}

function withoutId(item: Item): Item {
  const { id: _, ...rest } = item;
  return rest;
}
