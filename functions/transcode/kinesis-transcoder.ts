import { isUtf8 } from 'node:buffer';
import { type AttributeMap, assertAttributeMap, type BinaryEncoding } from '../change/attribute-value';
import type { Change } from '../change/change';
import { changeTime } from '../change/change-time';
import { assertKeys } from '../change/decode-record';
import { UndecodableError } from '../change/undecodable-error';
import { ItemTranscoder } from './item-transcoder';
import {
  CLOSE_BRACE,
  COLON,
  COMMA,
  END,
  endOfString,
  hasAt,
  OPEN_BRACE,
  QUOTE,
  skip,
  skipBlank,
  skipNumber,
  skipValue,
  UNUSUAL,
} from './json-scanner';

const TABLE_NAME = Buffer.from('tableName');
const EVENT_NAME = Buffer.from('eventName');
const RECORD_FORMAT = Buffer.from('recordFormat');
const DYNAMODB = Buffer.from('dynamodb');
const KEYS = Buffer.from('Keys');
const NEW_IMAGE = Buffer.from('NewImage');
const TIME = Buffer.from('ApproximateCreationDateTime');
const PRECISION = Buffer.from('ApproximateCreationDateTimePrecision');
const INSERT = Buffer.from('"INSERT"');
const MODIFY = Buffer.from('"MODIFY"');
const REMOVE = Buffer.from('"REMOVE"');

/** What stands between the name and the value of a string attribute, and after it when it is the only one. */
const BEFORE_STRING = Buffer.from('":{"S":"');
const AFTER_STRING = Buffer.from('"}}');

/** The place of a value that is not there. */
const MISSING = -1;

/** What is found in one record; a number is the place of a value in its text. */
class Findings {
  tableName = MISSING;
  eventName = MISSING;
  recordFormat = MISSING;
  dynamodb = MISSING;
  keys = MISSING;
  time = MISSING;
  precision = MISSING;
  newImage: Buffer | undefined;
  /** What binary values of the new image were read as. */
  imageEncoding: BinaryEncoding = 'base64';

  get binaryEncoding(): BinaryEncoding {
    return this.recordFormat === MISSING ? 'base64' : 'base64-twice';
  }
}

/**
 * Reads the change records that DynamoDB writes to Kinesis straight from their bytes. In one pass over the text
 * the few members that count are found, and the new image goes from typed JSON to plain JSON; no object is made of it.
 *
 * What it answers is what {@link decodeRecord} would, with the new image's members as the bytes that `itemMembers`
 * would write. It judges nothing: whatever is wrong with a record, or merely unusual (an attribute twice, names that
 * `JSON.parse` puts in another order, numbers that are no JSON), it leaves, and the record is decoded by way of objects,
 * which takes it or says what is wrong. To that end all of the text is held to JSON's grammar, the old image too.
 *
 * One transcoder is for one batch: the new images lie in memory that they share.
 */
export class KinesisTranscoder {
  private text = Buffer.allocUnsafeSlow(64 * 1024);
  private length = 0;
  private readonly items = new ItemTranscoder();

  /** @returns undefined for a record that is left */
  transcode(data: string, position: number): Change | undefined {
    try {
      return this.change(this.find(this.decode(data)), position);
    } catch (error) {
      if (error === UNUSUAL || error instanceof UndecodableError) return undefined;
      throw error;
    }
  }

  /** Decodes into memory that all records share, where a byte that ends the text has its place. */
  private decode(data: string): Buffer {
    if (data.length >= this.text.length) this.text = Buffer.allocUnsafeSlow(2 * data.length);
    this.length = this.text.write(data, 0, 'base64');
    if (!isUtf8(this.text.subarray(0, this.length))) throw UNUSUAL;
    this.text[this.length] = END;
    return this.text;
  }

  private find(text: Buffer): Findings {
    const found = new Findings();
    let i = skip(text, skipBlank(text, 0), OPEN_BRACE);
    for (let more = true; more; ) {
      const name = skip(text, skipBlank(text, i), QUOTE);
      const end = endOfString(text, name);
      const value = this.valueAfter(end);
      if (isName(text, name, end, DYNAMODB)) {
        // Of members of one name the last counts, but not parts of the one before it.
        if (found.dynamodb !== MISSING) throw UNUSUAL;
        found.dynamodb = value;
        i = this.findInDynamodb(found, value);
      } else {
        i = skipValue(text, value);
        if (isName(text, name, end, TABLE_NAME)) found.tableName = value;
        else if (isName(text, name, end, EVENT_NAME)) found.eventName = value;
        else if (isName(text, name, end, RECORD_FORMAT)) found.recordFormat = value;
      }
      i = skipBlank(text, i);
      more = text[i] === COMMA;
      i = more ? i + 1 : skip(text, i, CLOSE_BRACE);
    }
    // A byte 0 in the midst of the text is no JSON.
    if (skipBlank(text, i) !== this.length) throw UNUSUAL;
    return found;
  }

  private findInDynamodb(found: Findings, start: number): number {
    const { text } = this;
    let i = skip(text, start, OPEN_BRACE);
    for (let more = true; more; ) {
      const name = skip(text, skipBlank(text, i), QUOTE);
      const end = endOfString(text, name);
      const value = this.valueAfter(end);
      if (isName(text, name, end, NEW_IMAGE)) {
        found.imageEncoding = found.binaryEncoding;
        i = this.items.transcode(text, value, this.length, found.imageEncoding);
        found.newImage = this.items.written;
      } else {
        i = skipValue(text, value);
        if (isName(text, name, end, KEYS)) found.keys = value;
        else if (isName(text, name, end, TIME)) found.time = value;
        else if (isName(text, name, end, PRECISION)) found.precision = value;
      }
      i = skipBlank(text, i);
      more = text[i] === COMMA;
      i = more ? i + 1 : skip(text, i, CLOSE_BRACE);
    }
    return i;
  }

  /** The place of the value of the member whose name ends here. */
  private valueAfter(name: number): number {
    const { text } = this;
    if (name < 0) throw UNUSUAL;
    return skipBlank(text, skip(text, skipBlank(text, name + 1), COLON));
  }

  private change(found: Findings, position: number): Change {
    const { text } = this;
    const kind = this.kind(found.eventName);
    const newImageJson = kind === 'upsert' ? found.newImage : undefined;
    if (kind === 'upsert' && newImageJson === undefined) throw UNUSUAL;
    const { binaryEncoding } = found;
    // The record's format came after the image that it is about.
    if (newImageJson && this.items.holdsBinary && found.imageEncoding !== binaryEncoding) throw UNUSUAL;
    const table = this.string(found.tableName);
    if (table === '') throw UNUSUAL;
    const { at, precision } = changeTime(
      Number(text.toString('latin1', found.time, skipNumber(text, found.time))),
      found.precision === MISSING ? undefined : this.string(found.precision),
    );
    const keys = this.keys(found.keys, binaryEncoding);
    const source = 'kinesis';
    if (newImageJson === undefined) {
      return { source, table, kind, keys, binaryEncoding, at, precision, position };
    }
    return { source, table, kind, keys, newImageJson, binaryEncoding, at, precision, position };
  }

  private kind(eventName: number): Change['kind'] {
    if (hasAt(this.text, eventName, MODIFY) || hasAt(this.text, eventName, INSERT)) return 'upsert';
    if (hasAt(this.text, eventName, REMOVE)) return 'remove';
    throw UNUSUAL;
  }

  /** Most tables have one key attribute, a string; other keys are parsed. */
  private keys(start: number, binaryEncoding: BinaryEncoding): AttributeMap {
    if (start === MISSING) throw UNUSUAL;
    return this.stringKey(start) ?? this.parsedKeys(start, binaryEncoding);
  }

  /** `{"name":{"S":"value"}}` with no blanks and no escapes. */
  private stringKey(start: number): AttributeMap | undefined {
    const { text } = this;
    if (text[start + 1] !== QUOTE) return undefined;
    const nameEnd = endOfString(text, start + 2);
    if (nameEnd < 0 || !hasAt(text, nameEnd, BEFORE_STRING)) return undefined;
    const value = nameEnd + BEFORE_STRING.length;
    const valueEnd = endOfString(text, value);
    if (valueEnd < 0 || !hasAt(text, valueEnd, AFTER_STRING)) return undefined;
    const name = text.toString('utf8', start + 2, nameEnd);
    const S = text.toString('utf8', value, valueEnd);
    return name.includes('\\') || S.includes('\\') ? undefined : { [name]: { S } };
  }

  private parsedKeys(start: number, binaryEncoding: BinaryEncoding): AttributeMap {
    const { text } = this;
    const keys: unknown = JSON.parse(text.toString('utf8', start, skipValue(text, start)));
    assertAttributeMap(keys, 'Keys', binaryEncoding);
    assertKeys(Object.values(keys));
    return keys;
  }

  private string(start: number): string {
    const content = skip(this.text, start, QUOTE);
    const text = this.text.toString('utf8', content, endOfString(this.text, content));
    if (text.includes('\\')) throw UNUSUAL;
    return text;
  }
}

/** Whether a name, from its first byte to its closing quote, is this one. */
function isName(text: Uint8Array, start: number, end: number, name: Uint8Array): boolean {
  return end - start === name.length && hasAt(text, start, name);
}
