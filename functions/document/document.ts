import type { Change } from '../change/change';
import { documentId } from './document-id';
import { itemMembers } from './item-json';

/** The object of every document that is this project's: the item is the `_source` without it. */
export const RESERVED_FIELD = '_cdc';

/** The document of an upserted item, as JSON text. */
export function document(change: Change): string {
  return object(newMembers(change), reserved(change));
}

/**
 * What stands in for a document that the index refuses: the keys, the refusal's type, and the item where
 * nothing is indexed, so that no search shows an older version of it.
 */
export function markerDocument(change: Change, refusal: string): string {
  return object(
    itemMembers(change.keys, change.binaryEncoding),
    `${reserved(change)},"refused":${JSON.stringify(refusal)},"item":{${newMembers(change)}}`,
  );
}

/** The marker alone, for an index that refuses even the keys, or an item that is too large. */
export function bareMarkerDocument(change: Change, refusal: string): string {
  return object('', `${reserved(change)},"refused":${JSON.stringify(refusal)}`);
}

function newMembers({ newImage = {}, newImageJson, binaryEncoding }: Change): string {
  return newImageJson?.toString() ?? itemMembers(newImage, binaryEncoding);
}

function reserved(change: Change): string {
  return reservedMembers(JSON.stringify(documentId(change.keys, change.binaryEncoding)), change.at);
}

const reservedMembers = (id: string, at: number): string => `"id":${id},"at":${at}`;

/**
 * What stands before and after the members of an item in its document.
 * @param id the document id as JSON
 */
export function documentAround(hasMembers: boolean, id: string, at: number): [head: string, tail: string] {
  return around(hasMembers, reservedMembers(id, at));
}

function object(members: string, reserved: string): string {
  const [head, tail] = around(members !== '', reserved);
  return `${head}${members}${tail}`;
}

function around(hasMembers: boolean, reserved: string): [head: string, tail: string] {
  return ['{', `${hasMembers ? ',' : ''}"${RESERVED_FIELD}":{${reserved}}}`];
}
