import type { PlainItem } from './plain-item';

/** The object of every document that is this project's: the item is the `_source` without it. */
export const RESERVED_FIELD = '_cdc';

/** What a document is beside its item: the text before the item's members, and the text after them. */
export type Envelope = readonly [head: string, tail: string];

/** What a document tells of itself. */
export interface Reserved {
  /** The document id as JSON. */
  readonly id: string;
  /** When the item changed, in microseconds since 1970. */
  readonly at: number;
}

/** Around an item that is indexed. */
export function documentEnvelope(reserved: Reserved, hasMembers: boolean): Envelope {
  return ['{', `${hasMembers ? ',' : ''}"${RESERVED_FIELD}":{${members(reserved)}}}`];
}

/**
 * Around an item whose document the index refuses: it has the keys, the refusal's type, and the item where nothing is
 * indexed, so that no search shows an older version of it.
 */
export function markerEnvelope(reserved: Reserved, refusal: string, keys: PlainItem): Envelope {
  return [
    `{${keys}${keys.bytes > 0 ? ',' : ''}"${RESERVED_FIELD}":{${members(reserved)},${refused(refusal)},"item":{`,
    '}}}',
  ];
}

/** The marker alone, for an index that refuses even the keys, or an item that is too large. */
export function bareMarker(reserved: Reserved, refusal: string): string {
  return `{"${RESERVED_FIELD}":{${members(reserved)},${refused(refusal)}}}`;
}

/**
 * What stands for an item that is not there, where deletes are soft: its version is kept as long as the tombstone is,
 * so that no older write brings the item back. It has nothing of the item.
 */
export function tombstone(reserved: Reserved): string {
  return `{"${RESERVED_FIELD}":{${members(reserved)},"deleted":true}}`;
}

function members({ id, at }: Reserved): string {
  return `"id":${id},"at":${at}`;
}

function refused(refusal: string): string {
  return `"refused":${JSON.stringify(refusal)}`;
}
