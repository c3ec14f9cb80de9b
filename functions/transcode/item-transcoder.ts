import { type BinaryEncoding, MAX_NUMBER_LENGTH } from '../change/attribute-value';
import { fieldName } from '../document/attribute-name';
import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  endOfString,
  hasAt,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  skip,
  skipBlank,
  skipBoolean,
  skipNumber,
  skipString,
  skipTrue,
  UNUSUAL,
} from './json-scanner';

/** As many levels as the decoding by way of objects takes; beyond them it says what is wrong. */
const MAX_DEPTH = 100;

/** Each name is compared with the others of its map, so those are not to be too many; counted along the nesting. */
const MAX_NAMES = 256;

/** Memory for plain JSON is taken in pieces of so many bytes, or larger where one item may need more. */
const PIECE_BYTES = 256 * 1024;

/** Escaping makes three bytes of one in a name at most; every other part of an item shrinks. */
const MAX_GROWTH = 3;

/** From so many bytes on, Node's copy is faster than a loop. */
const LONG_BYTES = 96;

const UNDERSCORE = 0x5f;
const EQUALS = 0x3d;
const SPACE = 0x20;
const DELETE = 0x7f;
const ZERO = 0x30;
const NINE = 0x39;

/** The type descriptors; those of scalars and of sets of them share their letter. */
const S = 0x53;
const N = 0x4e;
const B = 0x42;
const L = 0x4c;
const M = 0x4d;
const BOOL = Buffer.from('BOOL"');
const NULL = Buffer.from('NULL"');
const PLAIN_NULL = Buffer.from('null');

const BASE64 = new Uint8Array(256);
for (const byte of Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/')) {
  BASE64[byte] = 1;
}

/** Bytes that may stand anywhere in a name that is its own field name, as it is. */
const PLAIN_IN_NAME = new Uint8Array(256).fill(1, SPACE);
for (const byte of Buffer.from('"\\%.')) PLAIN_IN_NAME[byte] = 0;

/**
 * Writes an item's plain JSON from the bytes of its typed JSON: the same bytes as `itemMembers`. Strings, numbers
 * and names are copied; only what is spelt otherwise in JSON than `JSON.stringify` would is parsed, alone.
 *
 * Throws {@link UNUSUAL} at an item that is not valid, and at one that needs the way of objects: names that
 * `JSON.parse` moves (`"1"`) or merges, numbers whose spelling is to be mended, escapes
 * in binary values, maps of hundreds of names.
 */
export class ItemTranscoder {
  /** The members of the item that was read last, without the braces. */
  written: Buffer = Buffer.alloc(0);
  /** Whether that item holds a binary value. */
  holdsBinary = false;

  private text: Buffer = Buffer.alloc(0);
  private encoding: BinaryEncoding = 'base64';
  private json: Buffer = Buffer.alloc(0);
  /** The place in `json` where the next byte goes. */
  private end = 0;
  /** Hashes of the names in the map that is read and in those around it: a name twice has its hash twice. */
  private readonly names = new Int32Array(MAX_NAMES);
  private nameCount = 0;

  /**
   * @param text JSON as the scanner takes it, with an attribute map at `start`
   * @param length of the text in bytes
   * @returns the place after the map
   */
  transcode(text: Buffer, start: number, length: number, encoding: BinaryEncoding): number {
    const room = MAX_GROWTH * (length - start);
    if (this.json.length - this.end < room) {
      this.json = Buffer.allocUnsafeSlow(Math.max(PIECE_BYTES, room));
      this.end = 0;
    }
    this.text = text;
    this.encoding = encoding;
    this.holdsBinary = false;
    this.nameCount = 0;
    const begin = this.end;
    const after = this.members(start, 0);
    this.written = this.json.subarray(begin, this.end);
    return after;
  }

  private members(start: number, depth: number): number {
    const { text, names } = this;
    let i = skipBlank(text, skip(text, start, OPEN_BRACE));
    if (text[i] === CLOSE_BRACE) return i + 1;
    const outer = this.nameCount;
    for (;;) {
      const name = this.end;
      i = skipBlank(text, this.name(i, depth === 0));
      const hash = fnv1a(this.json, name, this.end);
      for (let other = outer; other < this.nameCount; other++) if (names[other] === hash) throw UNUSUAL;
      if (this.nameCount === MAX_NAMES) throw UNUSUAL;
      names[this.nameCount++] = hash;
      i = skipBlank(text, skip(text, i, COLON));
      this.put(COLON);
      i = skipBlank(text, this.value(i, depth + 1));
      if (text[i] === CLOSE_BRACE) break;
      i = skipBlank(text, skip(text, i, COMMA));
      this.put(COMMA);
    }
    this.nameCount = outer;
    return i + 1;
  }

  private name(start: number, atRoot: boolean): number {
    const { text, json } = this;
    const first = skip(text, start, QUOTE);
    const initial = text[first] as number;
    // An initial that is printable ASCII also makes sure that the name is not blank.
    if (initial <= SPACE || initial >= DELETE || (atRoot && initial === UNDERSCORE)) {
      return this.escapedName(start, atRoot);
    }
    let out = this.end;
    json[out++] = QUOTE;
    let i = first;
    for (; PLAIN_IN_NAME[text[i] as number] === 1; i++) json[out++] = text[i] as number;
    if (text[i] !== QUOTE || i === first) return this.escapedName(start, atRoot);
    if (initial >= ZERO && initial <= NINE && isDigits(text, first, i)) throw UNUSUAL;
    json[out++] = QUOTE;
    this.end = out;
    return i + 1;
  }

  private escapedName(start: number, atRoot: boolean): number {
    const after = skipString(this.text, start);
    const name: string = JSON.parse(this.text.toString('utf8', start, after));
    if (/^\d+$/.test(name)) throw UNUSUAL;
    this.write(JSON.stringify(fieldName(name, atRoot)));
    return after;
  }

  private value(start: number, depth: number): number {
    if (depth > MAX_DEPTH) throw UNUSUAL;
    const { text } = this;
    const type = skip(text, skipBlank(text, skip(text, start, OPEN_BRACE)), QUOTE);
    return skip(text, skipBlank(text, this.typed(type, depth)), CLOSE_BRACE);
  }

  private typed(type: number, depth: number): number {
    const { text } = this;
    if (text[type + 1] === QUOTE) {
      const content = this.contentAfter(type + 2);
      switch (text[type]) {
        case M:
          return this.map(content, depth);
        case L:
          return this.array(content, L, depth);
        default:
          return this.scalar(content, text[type]);
      }
    }
    if (text[type + 1] === S && text[type + 2] === QUOTE) {
      return this.array(this.contentAfter(type + 3), text[type], depth);
    }
    if (hasAt(text, type, BOOL)) {
      const content = this.contentAfter(type + BOOL.length);
      const after = skipBoolean(text, content);
      this.copy(content, after);
      return after;
    }
    if (!hasAt(text, type, NULL)) throw UNUSUAL;
    for (const byte of PLAIN_NULL) this.put(byte);
    return skipTrue(text, this.contentAfter(type + NULL.length));
  }

  private contentAfter(descriptor: number): number {
    return skipBlank(this.text, skip(this.text, skipBlank(this.text, descriptor), COLON));
  }

  private map(start: number, depth: number): number {
    this.put(OPEN_BRACE);
    const after = this.members(start, depth);
    this.put(CLOSE_BRACE);
    return after;
  }

  /** A list, or a set of scalars of the type `element`. */
  private array(start: number, element: number | undefined, depth: number): number {
    const { text } = this;
    let i = skipBlank(text, skip(text, start, OPEN_BRACKET));
    this.put(OPEN_BRACKET);
    for (let more = text[i] !== CLOSE_BRACKET; more; ) {
      i = skipBlank(text, element === L ? this.value(i, depth + 1) : this.scalar(i, element));
      more = text[i] === COMMA;
      if (more) {
        this.put(COMMA);
        i = skipBlank(text, i + 1);
      }
    }
    this.put(CLOSE_BRACKET);
    return skip(text, i, CLOSE_BRACKET);
  }

  private scalar(start: number, type: number | undefined): number {
    switch (type) {
      case S:
        return this.string(start);
      case N:
        return this.number(start);
      case B:
        return this.binary(start);
      default:
        throw UNUSUAL;
    }
  }

  private string(start: number): number {
    const end = endOfString(this.text, skip(this.text, start, QUOTE));
    if (end >= 0) this.copy(start, end + 1);
    else this.write(JSON.stringify(JSON.parse(this.text.toString('utf8', start, ~end + 1))));
    return (end >= 0 ? end : ~end) + 1;
  }

  private number(start: number): number {
    const digits = skip(this.text, start, QUOTE);
    const end = skipNumber(this.text, digits);
    if (end - digits > MAX_NUMBER_LENGTH) throw UNUSUAL;
    this.copy(digits, end);
    return skip(this.text, end, QUOTE);
  }

  private binary(start: number): number {
    const { text, json } = this;
    const content = skip(text, start, QUOTE);
    const end = skipBase64(text, content);
    this.holdsBinary = true;
    if (this.encoding === 'base64') {
      this.copy(start, end + 1);
    } else {
      this.put(QUOTE);
      const begin = this.end;
      this.end += json.write(text.toString('latin1', content, end), begin, 'base64');
      this.put(QUOTE);
      if (skipBase64(json, begin) !== this.end - 1) throw UNUSUAL;
    }
    return skip(text, end, QUOTE);
  }

  private put(byte: number): void {
    this.json[this.end++] = byte;
  }

  private write(text: string): void {
    this.end += this.json.write(text, this.end);
  }

  private copy(start: number, after: number): void {
    const { text, json } = this;
    let out = this.end;
    if (after - start >= LONG_BYTES) out += text.copy(json, out, start, after);
    else for (let i = start; i < after; i++) json[out++] = text[i] as number;
    this.end = out;
  }
}

/** The place after base64 with its padding. */
function skipBase64(text: Uint8Array, start: number): number {
  let i = start;
  while (BASE64[text[i] as number] === 1) i++;
  const left = (i - start) % 4;
  if (left === 0) return i;
  if (left === 1) throw UNUSUAL;
  i = skip(text, i, EQUALS);
  return left === 2 ? skip(text, i, EQUALS) : i;
}

function isDigits(text: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++)
    if ((text[i] as number) < ZERO || (text[i] as number) > NINE) return false;
  return true;
}

/** The hash FNV-1a. Two names that share theirs by chance only cost time. */
function fnv1a(text: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ (text[i] as number), 0x01000193);
  return hash;
}
