import { asciiString } from '../document/ascii-json';

/** The name of a write's action in a `_bulk` body, and in the answer to it. */
export type Action = 'index' | 'delete';

/** How the version of a write is compared with that of the document that is there. */
export type VersionType = 'external' | 'external_gte';

/**
 * The first line of a write in a `_bulk` body, in ASCII.
 *
 * @param id as ASCII JSON
 * @param version the change's time in microseconds
 */
export function actionLine(
  action: Action,
  index: string,
  id: string,
  version: string,
  type: VersionType,
): string {
  return `${beginning(action, index)}${id},"version":${version}${END[type]}`;
}

const END: Readonly<Record<VersionType, string>> = {
  external: ',"version_type":"external"}}\n',
  external_gte: ',"version_type":"external_gte"}}\n',
};

/** What all lines of an action and index begin with; a text of many parts takes twice as long to write. */
const BEGINNINGS = { index: new Map<string, string>(), delete: new Map<string, string>() };

function beginning(action: Action, index: string): string {
  const known = BEGINNINGS[action].get(index);
  if (known !== undefined) return known;
  const made = `{"${action}":{"_index":${asciiString(index)},"_id":`;
  BEGINNINGS[action].set(index, made);
  return made;
}
