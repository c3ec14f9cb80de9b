import type { AttributeMap, BinaryEncoding } from '../change/attribute-value';
import { itemJson, joined, type Naming } from '../document/item-json';
import type { ArchivedChange } from './archived-change';

/** What a line of an archive is. */
export interface LineFormat {
  /** The whole change, or the item after it alone. */
  readonly line: 'change' | 'item';
  /** Of a whole change: whether keys and images are JSON, or JSON texts, as columns of strings take them. */
  readonly images: 'json' | 'text';
}

/** One line, ended by a line feed, in UTF-8. */
export interface ArchiveLine {
  readonly bytes: Buffer;
  /** Whether the change has an old image that the line leaves out. */
  readonly withoutOldImage: boolean;
}

const NEW_LINE = '\n';

/**
 * A change as a line of JSON, with these members in this order:
 * `{"eventName":"MODIFY","table":"orders","at":1720740233012995,"sequenceNumber":"49…","keys":{…},"new":{…},"old":{…}}`.
 * `at` is in microseconds since 1970; `new` is null for a REMOVE; `old` is null where the record has none;
 * `sequenceNumber` is null where there is none. Items are plain JSON as in search documents, every digit kept, but
 * attributes have their own names. As `item` a line is the item after the change.
 *
 * Where the line with its old image is longer than `maxBytes`, it goes without.
 *
 * @returns 'none' where there is no item to write, 'too large' where the line is longer than `maxBytes` even so
 */
export function archiveLine(
  change: ArchivedChange,
  format: LineFormat,
  maxBytes: number,
): ArchiveLine | 'none' | 'too large' {
  if (format.line === 'item') {
    const { newImage, binaryEncoding } = change;
    if (newImage === undefined) return 'none';
    return fitting(objectJson(newImage, binaryEncoding) + NEW_LINE, false, maxBytes) ?? 'too large';
  }
  const head = lineHead(change, format);
  const old = image(change.oldImage, change, format);
  const whole = fitting(`${head}${old}}${NEW_LINE}`, false, maxBytes);
  if (whole !== undefined) return whole;
  if (change.oldImage === undefined) return 'too large';
  return fitting(`${head}null}${NEW_LINE}`, true, maxBytes) ?? 'too large';
}

/** A line up to the value of its last member. */
function lineHead(change: ArchivedChange, format: LineFormat): string {
  const { eventName, table, at, sequenceNumber = null, keys, newImage } = change;
  return (
    `{"eventName":"${eventName}","table":${JSON.stringify(table)},"at":${at}` +
    `,"sequenceNumber":${JSON.stringify(sequenceNumber)},"keys":${image(keys, change, format)}` +
    `,"new":${image(newImage, change, format)},"old":`
  );
}

function image(
  item: AttributeMap | undefined,
  { binaryEncoding }: ArchivedChange,
  { images }: LineFormat,
): string {
  if (item === undefined) return 'null';
  const json = objectJson(item, binaryEncoding);
  return images === 'text' ? JSON.stringify(json) : json;
}

function objectJson(item: AttributeMap, encoding: BinaryEncoding): string {
  return `{${itemJson(item, encoding, verbatim).map(joined)}}`;
}

const verbatim: Naming = (attribute) => attribute;

function fitting(text: string, withoutOldImage: boolean, maxBytes: number): ArchiveLine | undefined {
  const bytes = Buffer.from(text);
  return bytes.length <= maxBytes ? { bytes, withoutOldImage } : undefined;
}
