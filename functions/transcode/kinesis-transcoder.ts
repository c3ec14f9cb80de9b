import { isUtf8 } from 'node:buffer';
import {
  type AttributeMap,
  type AttributeValue,
  assertAttributeMap,
  type BinaryEncoding,
  MAX_NUMBER_LENGTH,
} from '../change/attribute-value';
import type { Change } from '../change/change';
import { changeTime } from '../change/change-time';
import { assertKeys } from '../change/decode-record';
import { UndecodableError } from '../change/undecodable-error';
import { fieldName } from '../document/attribute-name';
import { PlainItem } from '../document/plain-item';
import { giveBack, takeBuffer } from '../memory/buffer-pool';
import {
  afterString,
  arePlain,
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  DIGIT,
  DOT,
  END,
  hasAt,
  isDigits,
  isSame,
  LOWER_E,
  memberValue,
  OPEN_BRACE,
  OPEN_BRACKET,
  PLAIN,
  plainMemberValue,
  QUOTE,
  SHORT_ESCAPE,
  set,
  skipNumber,
  skipString,
  skipValue,
  textOf,
  UNUSUAL,
  viewOf,
  ZERO,
} from './json-bytes';

/** What pads base64. */
const EQUALS = 0x3d;
const BASE64 = set('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
/** What reserved names begin with. */
const UNDERSCORE = 0x5f;

// The type descriptors of scalars; those of sets are these with an S.
const S = 0x53;
const N = 0x4e;
const B = 0x42;

/** Four bytes as the number that is read of them. */
const four = (ascii: string): number => Buffer.from(ascii).readInt32LE();
const TYPED_S = four('{"S"');
const TYPED_N = four('{"N"');
const TYPED_B = four('{"B"');
const TYPED_L = four('{"L"');
const TYPED_M = four('{"M"');
const TYPED_BOOL = [four('{"BO'), four('OL":')] as const;
const TRUE_FOUR = four('true');
const FALSE_FOUR = four('fals');
const NULL_FOUR = four('null');

const TYPED_NULL = textOf('{"NULL":true}');
const BEFORE_STRING_KEY = textOf('":{"S":"');
const AFTER_STRING_KEY = textOf('"}}');
const MODIFY = textOf('"MODIFY"');
const INSERT = textOf('"INSERT"');
const REMOVE = textOf('"REMOVE"');
const MICROSECOND = textOf('"MICROSECOND"');
const AFTER_OLD_IMAGE = textOf('},"SizeBytes":');

/** Of a record's members those that count, by their names. */
const DYNAMODB = textOf('dynamodb');
const EVENT_ID = textOf('eventID');
const TABLE_NAME = textOf('tableName');
const EVENT_NAME = textOf('eventName');
const RECORD_FORMAT = textOf('recordFormat');
const KEYS = textOf('Keys');
const NEW_IMAGE = textOf('NewImage');
const OLD_IMAGE = textOf('OldImage');
const TIME = textOf('ApproximateCreationDateTime');
const PRECISION = textOf('ApproximateCreationDateTimePrecision');

/** Of those, the ones that also do in a field's name. */
const PLAIN_IN_NAME = Buffer.from(PLAIN);
PLAIN_IN_NAME[0x25] = PLAIN_IN_NAME[DOT] = 0;
/** Printable ASCII: a name that begins so is not blank. */
const PLAIN_INITIAL = PLAIN_IN_NAME.map((plain, byte) => (byte > 0x20 && byte < 0x7f ? plain : 0));

/** As many levels as the decoding by way of objects takes; beyond them it says what is wrong. */
const MAX_ITEM_DEPTH = 100;
/** Each name is compared with the others of its map, so those are not to be too many; counted along the nesting. */
const MAX_NAMES = 256;
/** From so many bytes on, Node's copy is faster than a loop. */
const LONG_BYTES = 64;
/** Microseconds have so many digits until the year 2286. */
const MAX_TIME_DIGITS = 16;
/** `"INSERT"`, `"MODIFY"` and `"REMOVE"` are of one length. */
const EVENT_NAME_BYTES = MODIFY.length;
/** What DynamoDB writes after an old image is shorter. */
const MAX_REST_BYTES = 1_000;
/** The place of a value that is not there. */
const MISSING = -1;

/**
 * A record's places: of those values that are seldom unlike the next record's, and of where the text in between
 * begins and ends.
 */
interface Frame {
  readonly start: number;
  /** The content of the event's id. */
  readonly id: number;
  readonly afterId: number;
  readonly eventName: number;
  readonly tableName: number;
  readonly recordFormat: number;
  readonly dynamodb: number;
  readonly time: number;
  /** The comma before the precision, from which on the record is the same to its end. */
  readonly rest: number;
  readonly precision: number;
  readonly end: number;
}

/**
 * Reads the change records that DynamoDB writes to Kinesis straight from their bytes. In one pass over a record's
 * text the few members that count are found, and the new image goes from typed JSON to plain JSON; no object is made
 * of either image. Strings, numbers and names are copied as they are, so they stay exact. Plain JSON is shorter than the
 * typed one that it is made of, so it is written over that.
 *
 * What it answers is what `decodeRecord` would, with the new image as the bytes that `plainItem` would write.
 * It judges nothing. Whatever is wrong with a record, or merely unlike those that DynamoDB writes (blanks between the
 * parts, a member that counts or an attribute twice, names that `JSON.parse` puts in another order or that grow, numbers that are no JSON), it
 * leaves, and the record is decoded by way of objects, which takes it or says what is wrong. To that end all of the
 * text is held to JSON's grammar, but for the old image, of which nothing is used (see `skipOldImage`).
 *
 * One transcoder is for one batch, and reads each record once.
 */
export class KinesisTranscoder {
  /** The texts of all records, each with an `END` after it; an item's plain JSON takes its image's place. */
  private readonly text: Buffer;
  /** The same memory, to be read and written by four bytes at once. */
  private readonly words: DataView;
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  private readonly isUtf8: boolean;

  /** The place where the next byte of plain JSON goes: never after the one that is read. */
  private out = 0;

  // What was found in the record that is read: places of values, and what was made of them at once.
  private eventId = MISSING;
  private tableName = MISSING;
  private eventName = MISSING;
  private recordFormat = MISSING;
  private dynamodb = MISSING;
  private keys = MISSING;
  private time = MISSING;
  private precision = MISSING;
  private stringKey: AttributeMap | undefined;
  private plainImage: PlainItem | undefined;
  private newImage = MISSING;
  private oldImage = MISSING;
  private hasJumped = false;

  /** A record that was read before, which the next ones are likely to resemble. */
  private frame: Frame | undefined;

  /** What binary values of the new image are read as, and whether it has any. */
  private encoding: BinaryEncoding = 'base64';
  private hasBinary = false;
  /** Hashes of the names in the map that is read and in those around it: a name twice has its hash twice. */
  private readonly names = new Int32Array(MAX_NAMES);
  private nameCount = 0;
  private places: number[] | undefined;
  /** The last table's name: mostly that of the next record, too. */
  private table = '';
  private tableAt = 0;
  private tableBytes = 0;
  /** The last key's name, and all that came before its value. */
  private keyName = '';
  private keyHeadAt = 0;
  private keyHeadBytes = 0;

  /**
   * @param data the records' data in base64
   * @param wantsMembers whether items are to tell where their members lie
   */
  constructor(
    data: readonly string[],
    private readonly wantsMembers = false,
  ) {
    // Four bytes more, to be read by fours up to the end.
    const room = data.reduce((sum, { length }) => sum + ((length * 3) >> 2) + 4, 4);
    this.text = takeBuffer(room);
    this.words = viewOf(this.text);
    let end = 0;
    for (const base64 of data) {
      this.starts.push(end);
      end += this.text.write(base64, end, 'base64');
      this.ends.push(end);
      this.text[end++] = END;
    }
    this.isUtf8 = isUtf8(this.text.subarray(0, end));
  }

  /** @returns undefined for a record that is left */
  transcode(position: number): Change | undefined {
    const start = this.starts[position] as number;
    const end = this.ends[position] as number;
    if (!this.isUtf8 && !isUtf8(this.text.subarray(start, end))) return undefined;
    try {
      const isFramed = this.frame !== undefined && this.framed(this.frame, start, end);
      if (!isFramed) this.record(start, end);
      const change = this.change(position);
      if (!isFramed) this.frame = this.frameOf(start, end) ?? this.frame;
      return change;
    } catch (error) {
      if (error === UNUSUAL || error instanceof UndecodableError) return undefined;
      throw error;
    }
  }

  /** To be called when neither changes nor their items are read any more. */
  release(): void {
    giveBack(this.text);
  }

  private record(start: number, end: number): void {
    this.eventId = this.tableName = this.eventName = this.recordFormat = this.dynamodb = MISSING;
    this.keys = this.time = this.precision = this.newImage = this.oldImage = MISSING;
    this.plainImage = undefined;
    this.hasJumped = false;
    if (this.text[start] !== OPEN_BRACE || this.members(start, end, false) !== end) throw UNUSUAL;
  }

  /**
   * Reads a record that is the frame but for its id, its event, and what comes after its time and before its
   * precision: the rest was read there, so here it is only compared.
   *
   * @returns false, and nothing is changed, where it differs from the frame before its time
   */
  private framed(frame: Frame, start: number, end: number): boolean {
    const { text, words } = this;
    const id = start + frame.id - frame.start;
    if (!isSame(words, start, words, frame.start, id - start)) return false;
    const afterId = afterString(text, id);
    const eventName = afterId + frame.eventName - frame.afterId;
    if (!isSame(words, afterId, words, frame.afterId, eventName - afterId)) return false;
    const moved = eventName - frame.eventName;
    const afterName = eventName + EVENT_NAME_BYTES;
    const time = frame.time + moved;
    if (!isSame(words, afterName, words, afterName - moved, time - afterName)) return false;
    this.eventName = eventName;
    this.tableName = frame.tableName + moved;
    this.recordFormat = frame.recordFormat === MISSING ? MISSING : frame.recordFormat + moved;
    this.dynamodb = frame.dynamodb + moved;
    this.time = time;
    this.keys = this.precision = this.newImage = this.oldImage = MISSING;
    this.plainImage = undefined;
    this.hasJumped = false;
    const restBytes = frame.end - frame.rest;
    let i = skipNumber(text, time);
    while (text[i] === COMMA) {
      if (end - i === restBytes && isSame(words, i, words, frame.rest, restBytes)) {
        this.precision = i + frame.precision - frame.rest;
        return true;
      }
      i = this.member(i, end, true);
    }
    if (text[i++] !== CLOSE_BRACE || (text[i] !== COMMA && text[i] !== CLOSE_BRACE)) throw UNUSUAL;
    if (this.members(i, end, false) !== end) throw UNUSUAL;
    return true;
  }

  /** The record that was just read, where the members that count are in DynamoDB's order. */
  private frameOf(start: number, end: number): Frame | undefined {
    const { text, eventId, eventName, tableName, recordFormat, dynamodb, time, precision } = this;
    const { keys, newImage, oldImage } = this;
    const rest = precision - PRECISION.length - ',"":'.length;
    const isInOrder =
      start < eventId &&
      eventId < eventName &&
      eventName < tableName &&
      tableName < dynamodb &&
      (recordFormat === MISSING || (eventName < recordFormat && recordFormat < dynamodb)) &&
      dynamodb < time &&
      time < keys &&
      keys < rest &&
      [newImage, oldImage].every((image) => image === MISSING || (time < image && image < rest));
    if (!isInOrder || text[eventId] !== QUOTE) return undefined;
    const afterId = skipString(text, eventId);
    return {
      start,
      id: eventId + 1,
      afterId,
      eventName,
      tableName,
      recordFormat,
      dynamodb,
      time,
      rest,
      precision,
      end,
    };
  }

  /**
   * Finds what counts among the members of a record, or of its member `dynamodb`.
   *
   * @param start the object's opening brace, a comma between two members, or the closing brace
   */
  private members(start: number, end: number, inDynamodb: boolean): number {
    const { text } = this;
    let i = start;
    if (text[i] !== CLOSE_BRACE) {
      do i = this.member(i, end, inDynamodb);
      while (text[i] === COMMA);
    }
    if (text[i] !== CLOSE_BRACE) throw UNUSUAL;
    return i + 1;
  }

  /** Reads the member after a brace or comma; answers with the place after its value. */
  private member(start: number, end: number, inDynamodb: boolean): number {
    const name = start + 2;
    const value = plainMemberValue(this.text, start + 1);
    const length = value - 2 - name;
    return inDynamodb ? this.inner(name, length, value, end) : this.outer(name, length, value, end);
  }

  private outer(name: number, length: number, value: number, end: number): number {
    const { text, words } = this;
    if (length === DYNAMODB.length && hasAt(words, name, DYNAMODB)) {
      this.dynamodb = once(this.dynamodb, value);
      if (text[value] !== OPEN_BRACE) throw UNUSUAL;
      return this.members(value, end, true);
    }
    if (length === TABLE_NAME.length && hasAt(words, name, TABLE_NAME)) {
      this.tableName = once(this.tableName, value);
    } else if (length === EVENT_NAME.length && hasAt(words, name, EVENT_NAME)) {
      this.eventName = once(this.eventName, value);
    } else if (length === RECORD_FORMAT.length && hasAt(words, name, RECORD_FORMAT)) {
      this.recordFormat = once(this.recordFormat, value);
    } else if (length === EVENT_ID.length && hasAt(words, name, EVENT_ID)) {
      this.eventId = value;
    }
    return skipValue(text, value, 0);
  }

  private inner(name: number, length: number, value: number, end: number): number {
    const { text, words } = this;
    if (length === NEW_IMAGE.length && hasAt(words, name, NEW_IMAGE)) {
      this.newImage = once(this.newImage, value);
      return this.transcodeImage(value);
    }
    if (length === OLD_IMAGE.length && hasAt(words, name, OLD_IMAGE)) {
      this.oldImage = once(this.oldImage, value);
      return this.skipOldImage(value, end);
    }
    if (length === KEYS.length && hasAt(words, name, KEYS)) {
      this.keys = once(this.keys, value);
      return this.readKeys(value);
    }
    if (length === TIME.length && hasAt(words, name, TIME)) {
      this.time = once(this.time, value);
    } else if (length === PRECISION.length && hasAt(words, name, PRECISION)) {
      this.precision = once(this.precision, value);
    }
    return skipValue(text, value, 0);
  }

  /**
   * Jumps over the old image: to the record's last `},"SizeBytes":`, the member that DynamoDB writes after it. In
   * JSON such bytes can be in no string, where quotes are escaped; and were they part of an image, the record would
   * have more closing braces after them than there are open ones here, so it would be left. (Between the two members
   * DynamoDB writes none; one that stood there a second time would not be seen.)
   */
  private skipOldImage(start: number, end: number): number {
    const { text, words } = this;
    if (text[start] === OPEN_BRACE) {
      const first = Math.max(start + 1, end - MAX_REST_BYTES);
      for (let i = end - AFTER_OLD_IMAGE.length; i >= first; i--) {
        if (text[i] !== CLOSE_BRACE || !hasAt(words, i, AFTER_OLD_IMAGE)) continue;
        this.hasJumped = true;
        return i + 1;
      }
    }
    return skipValue(text, start, 0);
  }

  private change(position: number): Change {
    const kind = this.kind();
    const binaryEncoding = this.binaryEncoding();
    // The record's format came after the image that it is about.
    if (this.plainImage && this.hasBinary && this.encoding !== binaryEncoding) throw UNUSUAL;
    if (this.keys === MISSING || (this.hasJumped && this.precision === MISSING)) throw UNUSUAL;
    const keys = this.stringKey ?? this.parsedKeys(this.keys, binaryEncoding);
    const table = this.tableText();
    const { at, precision } = changeTime(this.numberAt(this.time), this.precisionText());
    if (kind === 'remove') {
      return { source: 'kinesis', table, kind, keys, binaryEncoding, at, precision, position };
    }
    const { plainImage } = this;
    if (plainImage === undefined) throw UNUSUAL;
    return { source: 'kinesis', table, kind, keys, plainImage, binaryEncoding, at, precision, position };
  }

  private kind(): Change['kind'] {
    const { words, eventName } = this;
    if (eventName === MISSING) throw UNUSUAL;
    if (hasAt(words, eventName, MODIFY) || hasAt(words, eventName, INSERT)) return 'upsert';
    if (hasAt(words, eventName, REMOVE)) return 'remove';
    throw UNUSUAL;
  }

  private binaryEncoding(): BinaryEncoding {
    return this.recordFormat === MISSING ? 'base64' : 'base64-twice';
  }

  private precisionText(): string | undefined {
    if (this.precision === MISSING) return undefined;
    return hasAt(this.words, this.precision, MICROSECOND) ? 'MICROSECOND' : this.plainText(this.precision);
  }

  /** A number, quicker where it is a whole one. */
  private numberAt(start: number): number {
    const { text } = this;
    const end = skipNumber(text, start);
    let value = 0;
    for (let i = start; i < end; i++) {
      const digit = (text[i] as number) - ZERO;
      if (digit < 0 || digit > 9 || end - start > MAX_TIME_DIGITS)
        return Number(text.toString('latin1', start, end));
      value = value * 10 + digit;
    }
    return value;
  }

  private tableText(): string {
    const { text, words, tableName, tableAt, tableBytes } = this;
    if (tableName === MISSING) throw UNUSUAL;
    if (tableBytes > 0 && isSame(words, tableName, words, tableAt, tableBytes)) return this.table;
    const table = this.plainText(tableName);
    if (table === '') throw UNUSUAL;
    this.table = table;
    this.tableAt = tableName;
    this.tableBytes = skipString(text, tableName) - tableName;
    return this.table;
  }

  /** Most tables have one key attribute, a string: `{"name":{"S":"value"}}`. Other keys are parsed. */
  private readKeys(start: number): number {
    const { text, words } = this;
    this.stringKey = undefined;
    if (this.keyHeadBytes === 0 || !isSame(words, start, words, this.keyHeadAt, this.keyHeadBytes)) {
      if (text[start] !== OPEN_BRACE) throw UNUSUAL;
      const end = skipString(text, start + 1) - 1;
      const name = text.toString('utf8', start + 2, end);
      if (!hasAt(words, end, BEFORE_STRING_KEY) || name.includes('\\') || name === '__proto__')
        return skipValue(text, start, 0);
      this.keyName = name;
      this.keyHeadAt = start;
      this.keyHeadBytes = end + BEFORE_STRING_KEY.length - start;
    }
    const value = start + this.keyHeadBytes;
    const end = skipString(text, value - 1) - 1;
    const S = text.toString('utf8', value, end);
    if (!hasAt(words, end, AFTER_STRING_KEY) || S.includes('\\')) return skipValue(text, start, 0);
    // Much faster than an object made whole of a name that is not known beforehand.
    const key: { [name: string]: AttributeValue } = {};
    key[this.keyName] = { S };
    this.stringKey = key;
    return end + AFTER_STRING_KEY.length;
  }

  private parsedKeys(start: number, encoding: BinaryEncoding): AttributeMap {
    const keys: unknown = JSON.parse(this.text.toString('utf8', start, skipValue(this.text, start, 0)));
    assertAttributeMap(keys, 'Keys', encoding);
    assertKeys(Object.values(keys));
    return keys;
  }

  private plainText(start: number): string {
    const content = this.text.toString('utf8', start + 1, skipString(this.text, start) - 1);
    if (content.includes('\\')) throw UNUSUAL;
    return content;
  }

  /** The new image: an attribute map, in whose place its plain JSON is written. */
  private transcodeImage(start: number): number {
    this.encoding = this.binaryEncoding();
    this.hasBinary = false;
    this.nameCount = 0;
    this.places = this.wantsMembers ? [] : undefined;
    // The member's name is read, too: its place is left for names that grow.
    const begin = start - NEW_IMAGE.length - 3;
    this.out = begin;
    const after = this.map(start, 0);
    this.plainImage = new PlainItem(this.text, begin, this.out, this.places);
    return after;
  }

  /** Writes the members of an attribute map, without the braces. */
  private map(start: number, depth: number): number {
    const { text, names } = this;
    const outer = this.nameCount;
    // A bit for each hash, by its last five: mostly it is seen at once that a name is new.
    let seen = 0;
    let i = start + 1;
    if (text[start] !== OPEN_BRACE) throw UNUSUAL;
    if (text[i] === CLOSE_BRACE) return i + 1;
    for (;;) {
      const begin = this.out;
      i = this.name(i, depth === 0);
      const hash = names[this.nameCount] as number;
      if ((seen & (1 << hash)) !== 0) {
        for (let other = outer; other < this.nameCount; other++) if (names[other] === hash) throw UNUSUAL;
      }
      seen |= 1 << hash;
      if (++this.nameCount === MAX_NAMES) throw UNUSUAL;
      if (depth === 0) this.places?.push(begin, this.out);
      i = this.value(i, depth + 1);
      if (text[i] !== COMMA) break;
      text[this.out++] = COMMA;
      i++;
    }
    if (text[i] !== CLOSE_BRACE) throw UNUSUAL;
    this.nameCount = outer;
    return i + 1;
  }

  /** A name and its colon; notes the name's hash (FNV-1a). Two names that share theirs by chance only cost time. */
  private name(start: number, atRoot: boolean): number {
    const { text } = this;
    let i = start + 1;
    let byte = text[i] as number;
    if (text[start] !== QUOTE || PLAIN_INITIAL[byte] === 0 || (atRoot && byte === UNDERSCORE)) {
      return this.escapedName(start, atRoot);
    }
    let out = this.out;
    let hash = 0x811c9dc5 | 0;
    text[out++] = QUOTE;
    for (; PLAIN_IN_NAME[byte] === 1; byte = text[++i] as number) {
      text[out++] = byte;
      hash = Math.imul(hash ^ byte, 0x01000193);
    }
    if (byte !== QUOTE || (DIGIT[text[start + 1] as number] === 1 && isDigits(text, start + 1, i))) {
      return this.escapedName(start, atRoot);
    }
    if (text[i + 1] !== COLON) throw UNUSUAL;
    text[out++] = QUOTE;
    text[out++] = COLON;
    this.out = out;
    this.names[this.nameCount] = hash;
    return i + 2;
  }

  private escapedName(start: number, atRoot: boolean): number {
    const { text } = this;
    const value = memberValue(text, start);
    const name: string = JSON.parse(text.toString('utf8', start, value - 1));
    // `JSON.parse` moves such names to the beginning.
    if (/^\d+$/.test(name)) throw UNUSUAL;
    const json = JSON.stringify(fieldName(name, atRoot));
    const begin = this.out + 1;
    // Only a name can grow: dots and percent signs are escaped.
    if (begin + Buffer.byteLength(json) > value) throw UNUSUAL;
    this.write(json);
    let hash = 0x811c9dc5 | 0;
    for (let i = begin; i < this.out - 1; i++) hash = Math.imul(hash ^ (text[i] as number), 0x01000193);
    this.names[this.nameCount] = hash;
    text[this.out++] = COLON;
    return value;
  }

  /** A typed value, `{"S":"…"}`, as its plain one. */
  private value(start: number, depth: number): number {
    const { text } = this;
    if (depth > MAX_ITEM_DEPTH) throw UNUSUAL;
    const type = text[start + 4] === COLON ? this.words.getInt32(start, true) : 0;
    const content = start + 5;
    let after: number;
    if (type === TYPED_S) after = this.string(content);
    else if (type === TYPED_N) after = this.number(content);
    else if (type === TYPED_M) {
      text[this.out++] = OPEN_BRACE;
      after = this.map(content, depth);
      text[this.out++] = CLOSE_BRACE;
    } else if (type === TYPED_L) after = this.array(content, undefined, depth);
    else if (type === TYPED_B) after = this.binary(content);
    else after = this.rarerValue(start);
    if (text[after] !== CLOSE_BRACE) throw UNUSUAL;
    return after + 1;
  }

  /** A value whose type descriptor has more than a letter; answers with the place of its closing brace. */
  private rarerValue(start: number): number {
    const { text, words } = this;
    if (words.getInt32(start, true) === TYPED_BOOL[0] && words.getInt32(start + 4, true) === TYPED_BOOL[1]) {
      return this.boolean(start + 8);
    }
    if (hasAt(words, start, TYPED_NULL)) {
      words.setInt32(this.out, NULL_FOUR, true);
      this.out += 4;
      return start + TYPED_NULL.length - 1;
    }
    if (text[start] !== OPEN_BRACE || text[start + 1] !== QUOTE || text[start + 3] !== S) throw UNUSUAL;
    const scalar = text[start + 2];
    if (text[start + 4] !== QUOTE || text[start + 5] !== COLON) throw UNUSUAL;
    if (scalar !== S && scalar !== N && scalar !== B) throw UNUSUAL;
    return this.array(start + 6, scalar, MAX_ITEM_DEPTH);
  }

  private boolean(start: number): number {
    const { text, words } = this;
    const begin = words.getInt32(start, true);
    const isTrue = begin === TRUE_FOUR;
    if (!isTrue && (begin !== FALSE_FOUR || text[start + 4] !== LOWER_E)) throw UNUSUAL;
    words.setInt32(this.out, begin, true);
    this.out += 4;
    if (!isTrue) text[this.out++] = LOWER_E;
    return start + (isTrue ? 4 : 5);
  }

  /** A list of typed values, or a set of scalars of the type `scalar`. */
  private array(start: number, scalar: number | undefined, depth: number): number {
    const { text } = this;
    if (text[start] !== OPEN_BRACKET) throw UNUSUAL;
    text[this.out++] = OPEN_BRACKET;
    let i = start + 1;
    if (text[i] !== CLOSE_BRACKET) {
      for (;;) {
        i = scalar === undefined ? this.value(i, depth + 1) : this.scalar(i, scalar);
        if (text[i] !== COMMA) break;
        text[this.out++] = COMMA;
        i++;
      }
      if (text[i] !== CLOSE_BRACKET) throw UNUSUAL;
    }
    text[this.out++] = CLOSE_BRACKET;
    return i + 1;
  }

  private scalar(start: number, type: number): number {
    if (type === S) return this.string(start);
    return type === N ? this.number(start) : this.binary(start);
  }

  private string(start: number): number {
    const { text, words } = this;
    if (text[start] !== QUOTE) throw UNUSUAL;
    let { out } = this;
    let i = start + 1;
    text[out++] = QUOTE;
    for (;;) {
      for (let four = words.getInt32(i, true); arePlain(four); four = words.getInt32(i, true)) {
        words.setInt32(out, four, true);
        out += 4;
        i += 4;
      }
      let byte = text[i] as number;
      for (; PLAIN[byte] === 1; byte = text[++i] as number) text[out++] = byte;
      const escaped = text[i + 1] as number;
      if (byte !== BACKSLASH || SHORT_ESCAPE[escaped] === 0) break;
      text[out++] = BACKSLASH;
      text[out++] = escaped;
      i += 2;
    }
    this.out = out;
    if (text[i] === QUOTE) {
      text[this.out++] = QUOTE;
      return i + 1;
    }
    // The rest is escaped in another way than `JSON.stringify` does it (`\/`, `\u0041`).
    const after = afterString(text, i);
    this.write(JSON.stringify(JSON.parse(`"${text.toString('utf8', i, after)}`)).slice(1));
    return after;
  }

  private number(start: number): number {
    if (this.text[start] !== QUOTE) throw UNUSUAL;
    const end = skipNumber(this.text, start + 1);
    if (this.text[end] !== QUOTE || end - start > MAX_NUMBER_LENGTH + 1) throw UNUSUAL;
    this.copy(start + 1, end);
    return end + 1;
  }

  private binary(start: number): number {
    const { text } = this;
    if (text[start] !== QUOTE) throw UNUSUAL;
    const end = skipBase64(text, start + 1);
    if (text[end] !== QUOTE) throw UNUSUAL;
    this.hasBinary = true;
    if (this.encoding === 'base64') {
      this.copy(start, end + 1);
    } else {
      text[this.out++] = QUOTE;
      const begin = this.out;
      this.out += text.write(text.toString('latin1', start + 1, end), begin, 'base64');
      text[this.out] = QUOTE;
      if (skipBase64(text, begin) !== this.out++) throw UNUSUAL;
    }
    return end + 1;
  }

  private write(content: string): void {
    this.out += this.text.write(content, this.out);
  }

  private copy(start: number, after: number): void {
    const { text } = this;
    let { out } = this;
    if (after - start >= LONG_BYTES) out += text.copy(text, out, start, after);
    else for (let i = start; i < after; i++) text[out++] = text[i] as number;
    this.out = out;
  }
}

/** The place of a member that counts: of two with one name the last would count, so the record is left. */
function once(known: number, place: number): number {
  if (known !== MISSING) throw UNUSUAL;
  return place;
}

/** Base64 with its padding; answers with the place after it. */
function skipBase64(text: Uint8Array, start: number): number {
  let i = start;
  while (BASE64[text[i] as number] === 1) i++;
  const left = (i - start) % 4;
  if (left === 0) return i;
  if (left === 1 || text[i] !== EQUALS) throw UNUSUAL;
  if (left === 3) return i + 1;
  if (text[i + 1] !== EQUALS) throw UNUSUAL;
  return i + 2;
}
