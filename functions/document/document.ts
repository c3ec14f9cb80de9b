import { asciiJson, asciiString } from './ascii-json';
import type { PlainItem } from './plain-item';

/** The object of every document that is this project's: the item is the `_source` without it. */
export const RESERVED_FIELD = '_cdc';

/** What a document is beside its item, in ASCII: the text before the item's members, and the text after them. */
export type Envelope = readonly [head: string, tail: string];

/** What a document tells of itself, as ASCII JSON. */
export interface Reserved {
  /** The document id. */
  readonly id: string;
  /** When the item changed, in microseconds since 1970. */
  readonly at: string;
}

/** Around an item that is indexed. */
export function documentEnvelope(reserved: Reserved, hasMembers: boolean): Envelope {
  return ['{', `${hasMembers ? ',' : ''}${begin(reserved)}}}`];
}

/**
 * Around an item whose document the index refuses: it has the keys, the refusal's type, and the item where nothing is
 * indexed, so that no search shows an older version of it.
 */
export function markerEnvelope(reserved: Reserved, refusal: string, keys: PlainItem): Envelope {
  const head = `{${asciiJson(String(keys))}${keys.bytes > 0 ? ',' : ''}${begin(reserved)},${refused(refusal)},"item":{`;
  return [head, '}}}'];
}

/** The marker alone, for an index that refuses even the keys, or an item that is too large. */
export function bareMarker(reserved: Reserved, refusal: string): string {
  return `{${begin(reserved)},${refused(refusal)}}}`;
}

/**
 * What stands for an item that is not there, where deletes are soft: its version is kept as long as the tombstone is,
 * so that no older write brings the item back. It has nothing of the item.
 */
export function tombstone(reserved: Reserved): string {
  return `{${begin(reserved)},"deleted":true}}`;
}

const BEGIN = `"${RESERVED_FIELD}":{"id":`;

/** The reserved field up to what only some documents have in it. */
function begin({ id, at }: Reserved): string {
  return `${BEGIN}${id},"at":${at}`;
}

function refused(refusal: string): string {
  return `"refused":${asciiString(refusal)}`;
}
