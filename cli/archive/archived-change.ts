import { ChangeError } from './change-error';
import { jsonMembers } from './json-members';
import { keyText } from './key-text';

/** A change as the archive has it. Images and keys are JSON texts, each digit as archived. */
export interface ArchivedChange {
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly table: string;
  /** Microseconds since 1970, in digits. */
  readonly at: string;
  /** Digits; null where the archive has none. */
  readonly sequenceNumber: string | null;
  readonly keys: string;
  /** One text for equal keys: see `keyText`. */
  readonly key: string;
  /** The item after the change; null for a REMOVE. */
  readonly new: string | null;
  /** The item before the change, where the archive has it. */
  readonly old: string | null;
}

/** @throws ChangeError for what is no line of an archive of changes */
export function changeOfLine(line: string): ArchivedChange {
  let members: Map<string, string> | undefined;
  try {
    members = jsonMembers(line);
  } catch {
    throw new ChangeError('it is not JSON');
  }
  if (members === undefined) throw new ChangeError('it is no JSON object');
  const missing = REQUIRED.filter((name) => !members.has(name));
  if (missing.length > 0) throw new ChangeError(`it has no ${missing.map((name) => `"${name}"`).join(', ')}`);
  return changeOf((name) => unquoted(members.get(name)));
}

/** @param member a member's text, null where it is null or not there */
export function changeOf(member: (name: string) => string | null): ArchivedChange {
  const eventName = member('eventName');
  if (eventName !== 'INSERT' && eventName !== 'MODIFY' && eventName !== 'REMOVE')
    throw new ChangeError(`its "eventName" is ${shown(eventName)}, not INSERT, MODIFY or REMOVE`);
  const table = member('table');
  if (table === null || !TABLE_NAME.test(table))
    throw new ChangeError(`its "table" is ${shown(table)}, which is no table's name`);
  const at = member('at');
  if (at === null || !/^\d{1,16}$/.test(at))
    throw new ChangeError(`its "at" is ${shown(at)}, not whole microseconds since 1970`);
  const sequenceNumber = member('sequenceNumber');
  if (sequenceNumber !== null && !/^\d+$/.test(sequenceNumber))
    throw new ChangeError(`its "sequenceNumber" is ${shown(sequenceNumber)}, not digits`);
  const keys = object('keys', member('keys'));
  if (keys === null) throw new ChangeError('its "keys" are null');
  const newImage = object('new', member('new'));
  if (newImage === null && eventName !== 'REMOVE')
    throw new ChangeError(`it is ${eventName === 'INSERT' ? 'an' : 'a'} ${eventName} without "new" image`);
  const old = object('old', member('old'));
  return { eventName, table, at, sequenceNumber, keys, key: keyText(keys), new: newImage, old };
}

const REQUIRED = ['eventName', 'table', 'at', 'keys', 'new'];
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html
const TABLE_NAME = /^[\w.-]{1,255}$/;

/** `IMAGES=text` puts a JSON text into a JSON string, and DynamoDB's names and numbers are strings, too. */
function unquoted(value: string | undefined): string | null {
  if (value === undefined || value === 'null') return null;
  return value.startsWith('"') ? JSON.parse(value) : value;
}

/** An image or keys: a JSON object on one line, its other characters as they are. */
function object(name: string, json: string | null): string | null {
  if (json === null) return null;
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    // Falls through to the error.
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ChangeError(`its "${name}" is ${shown(json)}, not a JSON object`);
  // Inside of JSON strings these are escaped: what is left stands between members.
  return json.replace(/[\t\n\r]/g, ' ');
}

const shown = (text: string | null): string =>
  text === null ? 'null' : JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
