import { isObject } from '../change/attribute-value';
import { parsedJson } from '../lambda/parsed-json';

/** Where objects of canaries lie in the archive's bucket. */
export const CANARY_PREFIX = 'canary/';

const ID = /^[\w-]{1,100}$/;

/** What a canary record's data is. @param id letters, digits, `_` and `-`, at most 100 */
export function canaryData(id: string): Buffer {
  return Buffer.from(JSON.stringify({ canary: id }));
}

/** The id of a canary; `undefined` for data that is none. */
export function canaryId(data: Buffer): string | undefined {
  const record = parsedJson(data.toString('utf8'));
  if (!isObject(record) || typeof record.canary !== 'string') return undefined;
  return ID.test(record.canary) ? record.canary : undefined;
}

/** The prefix of all objects of one canary. */
export function canaryPrefix(id: string): string {
  return `${CANARY_PREFIX}${id}/`;
}

/** The object that says that a canary came through a shard. */
export function canaryKey(id: string, shardId: string): string {
  return `${canaryPrefix(id)}${shardId}`;
}
