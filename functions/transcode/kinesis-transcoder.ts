import { isUtf8 } from 'node:buffer';
import { assertAttributeMap, type BinaryEncoding } from '../change/attribute-value';
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

const TABLE_NAME = Buffer.from('tableName"');
const EVENT_NAME = Buffer.from('eventName"');
const RECORD_FORMAT = Buffer.from('recordFormat"');
const DYNAMODB = Buffer.from('dynamodb"');
const KEYS = Buffer.from('Keys"');
const NEW_IMAGE = Buffer.from('NewImage"');
const TIME = Buffer.from('ApproximateCreationDateTime"');
const PRECISION = Buffer.from('ApproximateCreationDateTimePrecision"');
const INSERT = Buffer.from('"INSERT"');
const MODIFY = Buffer.from('"MODIFY"');
const REMOVE = Buffer.from('"REMOVE"');

/** What is found in one record; a number is the place of a value in its text. */
interface Findings {
  tableName?: number;
  eventName?: number;
  recordFormat?: number;
  dynamodb?: number;
  keys?: number;
  keysEnd: number;
  time?: number;
  precision?: number;
  newImage?: Buffer;
  /** What binary values of the new image were read as. */
  imageEncoding?: BinaryEncoding;
}

/**
 * Reads the change records that DynamoDB writes to Kinesis straight from their bytes. In one pass over the text
 * the few members that count are found, and the new image goes from typed JSON to plain JSON; no object is made of it.
 *
 * What it answers is what {@link decodeRecord} would, with the new image's members as the bytes that `itemMembers`
 * would write. It judges nothing: whatever is wrong with a record, or merely unusual (a member twice, names that
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
    const found: Findings = { keysEnd: 0 };
    let i = skip(text, skipBlank(text, 0), OPEN_BRACE);
    for (let more = true; more; ) {
      const name = skip(text, skipBlank(text, i), QUOTE);
      const value = this.valueAfter(name);
      if (hasAt(text, name, DYNAMODB)) {
        once(found.dynamodb);
        found.dynamodb = value;
        i = this.findInDynamodb(found, value);
      } else {
        i = skipValue(text, value);
        if (hasAt(text, name, TABLE_NAME)) {
          once(found.tableName);
          found.tableName = value;
        } else if (hasAt(text, name, EVENT_NAME)) {
          once(found.eventName);
          found.eventName = value;
        } else if (hasAt(text, name, RECORD_FORMAT)) {
          once(found.recordFormat);
          found.recordFormat = value;
        }
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
      const value = this.valueAfter(name);
      if (hasAt(text, name, NEW_IMAGE)) {
        once(found.newImage);
        found.imageEncoding = binaryEncoding(found);
        i = this.items.transcode(text, value, this.length, found.imageEncoding);
        found.newImage = this.items.written;
      } else {
        i = skipValue(text, value);
        if (hasAt(text, name, KEYS)) {
          once(found.keys);
          found.keys = value;
          found.keysEnd = i;
        } else if (hasAt(text, name, TIME)) {
          once(found.time);
          found.time = value;
        } else if (hasAt(text, name, PRECISION)) {
          once(found.precision);
          found.precision = value;
        }
      }
      i = skipBlank(text, i);
      more = text[i] === COMMA;
      i = more ? i + 1 : skip(text, i, CLOSE_BRACE);
    }
    return i;
  }

  /** The place of the value of the member whose name begins here. */
  private valueAfter(name: number): number {
    const { text } = this;
    const end = endOfString(text, name);
    if (end < 0) throw UNUSUAL;
    return skipBlank(text, skip(text, skipBlank(text, end + 1), COLON));
  }

  private change(found: Findings, position: number): Change {
    const { tableName, eventName, keys: keysStart, time, precision } = found;
    if (tableName === undefined || eventName === undefined || keysStart === undefined || time === undefined)
      throw UNUSUAL;
    const kind = this.kind(eventName);
    const newImage = kind === 'upsert' ? found.newImage : undefined;
    if (kind === 'upsert' && newImage === undefined) throw UNUSUAL;
    const encoding = binaryEncoding(found);
    // The record's format came after the image that it is about.
    if (newImage && this.items.holdsBinary && found.imageEncoding !== encoding) throw UNUSUAL;
    const keys: unknown = JSON.parse(this.text.toString('utf8', keysStart, found.keysEnd));
    assertAttributeMap(keys, 'Keys', encoding);
    assertKeys(Object.values(keys));
    const table = this.string(tableName);
    if (table === '') throw UNUSUAL;
    const { at, precision: unit } = changeTime(
      Number(this.text.toString('latin1', time, skipNumber(this.text, time))),
      precision === undefined ? undefined : this.string(precision),
    );
    return {
      source: 'kinesis',
      table,
      kind,
      keys,
      ...(newImage && { newImageJson: newImage }),
      binaryEncoding: encoding,
      at,
      precision: unit,
      position,
    };
  }

  private kind(eventName: number): Change['kind'] {
    if (hasAt(this.text, eventName, MODIFY) || hasAt(this.text, eventName, INSERT)) return 'upsert';
    if (hasAt(this.text, eventName, REMOVE)) return 'remove';
    throw UNUSUAL;
  }

  private string(start: number): string {
    const content = skip(this.text, start, QUOTE);
    const end = endOfString(this.text, content);
    if (end < 0) throw UNUSUAL;
    const text = this.text.toString('utf8', content, end);
    if (text.includes('\\')) throw UNUSUAL;
    return text;
  }
}

function binaryEncoding(found: Findings): BinaryEncoding {
  return found.recordFormat === undefined ? 'base64' : 'base64-twice';
}

/** Of members of one name `JSON.parse` takes the last; here there must be one. */
function once(earlier: unknown): void {
  if (earlier !== undefined) throw UNUSUAL;
}
