// Bytes that count in JSON; the last stands after a record's text, so that no loop runs beyond it.
export const QUOTE = 0x22;
export const BACKSLASH = 0x5c;
export const COLON = 0x3a;
export const COMMA = 0x2c;
export const OPEN_BRACE = 0x7b;
export const CLOSE_BRACE = 0x7d;
export const OPEN_BRACKET = 0x5b;
export const CLOSE_BRACKET = 0x5d;
const MINUS = 0x2d;
const PLUS = 0x2b;
export const DOT = 0x2e;
export const ZERO = 0x30;
export const LOWER_E = 0x65;
export const UPPER_E = 0x45;
const LOWER_U = 0x75;
const SLASH = 0x2f;
export const END = 0;

/** Sets of bytes, as tables of 0 and 1. */
export const set = (bytes: string): Uint8Array => {
  const table = Buffer.alloc(256);
  for (const byte of Buffer.from(bytes)) table[byte] = 1;
  return table;
};
export const DIGIT = set('0123456789');
const HEX_DIGIT = set('0123456789abcdefABCDEF');
/** What may follow a backslash and is written in that way only. */
export const SHORT_ESCAPE = set('"\\bfnrt');
/** Bytes that stand for themselves in a string. */
export const PLAIN: Uint8Array = Buffer.alloc(256).fill(1, 0x20);
PLAIN[QUOTE] = PLAIN[BACKSLASH] = 0;

const TRUE = Buffer.from('true');
const FALSE = Buffer.from('false');
const NULL = Buffer.from('null');

export const viewOf = ({ buffer, byteOffset, length }: Buffer): DataView =>
  new DataView(buffer, byteOffset, length);

/** Bytes to compare with. To ask a view for its length costs more than to compare a word. */
export interface Text {
  readonly words: DataView;
  readonly length: number;
}
export const textOf = (ascii: string): Text => ({ words: viewOf(Buffer.from(ascii)), length: ascii.length });

/** JSON nests in a stack of calls here. */
const MAX_JSON_DEPTH = 500;

/** Thrown, always as this one object, at a record that is to be read in another way. */
export const UNUSUAL = new Error('not to be read by its bytes');

/** Whether four bytes stand for themselves in a string: none is a control character, a quote or a backslash. */
export function arePlain(four: number): boolean {
  const quotes = four ^ 0x22222222;
  const backslashes = four ^ 0x5c5c5c5c;
  // Of each byte the highest bit, where a subtraction borrows: of one below 0x20, of those that are 0 now.
  const found =
    ((four - 0x20202020) & ~four) |
    ((quotes - 0x01010101) & ~quotes) |
    ((backslashes - 0x01010101) & ~backslashes);
  return (found & 0x80808080) === 0;
}

// Each function answers with the place after what it has read, and takes no blanks.

/** A member's name and colon; answers with the place of its value. */
export function memberValue(text: Uint8Array, start: number): number {
  const colon = skipString(text, start);
  if (text[colon] !== COLON) throw UNUSUAL;
  return colon + 1;
}

/** The same for a name without escapes. */
export function plainMemberValue(text: Uint8Array, start: number): number {
  let i = start + 1;
  while (PLAIN[text[i] as number] === 1) i++;
  if (text[start] !== QUOTE || text[i] !== QUOTE || text[i + 1] !== COLON) throw UNUSUAL;
  return i + 2;
}

export function skipString(text: Uint8Array, start: number): number {
  if (text[start] !== QUOTE) throw UNUSUAL;
  return afterString(text, start + 1);
}

/** From anywhere in a string, the place after its closing quote. */
export function afterString(text: Uint8Array, start: number): number {
  for (let i = start; ; ) {
    while (PLAIN[text[i] as number] === 1) i++;
    if (text[i] === QUOTE) return i + 1;
    if (text[i] !== BACKSLASH) throw UNUSUAL;
    const escaped = text[i + 1] as number;
    i += 2;
    if (SHORT_ESCAPE[escaped] === 1 || escaped === SLASH) continue;
    if (escaped !== LOWER_U) throw UNUSUAL;
    for (const end = i + 4; i < end; i++) if (HEX_DIGIT[text[i] as number] === 0) throw UNUSUAL;
  }
}

export function skipNumber(text: Uint8Array, start: number): number {
  let i = text[start] === MINUS ? start + 1 : start;
  i = text[i] === ZERO ? i + 1 : skipDigits(text, i);
  if (text[i] === DOT) i = skipDigits(text, i + 1);
  if (text[i] === LOWER_E || text[i] === UPPER_E) {
    i++;
    i = skipDigits(text, text[i] === PLUS || text[i] === MINUS ? i + 1 : i);
  }
  return i;
}

function skipDigits(text: Uint8Array, start: number): number {
  let i = start;
  while (DIGIT[text[i] as number] === 1) i++;
  if (i === start) throw UNUSUAL;
  return i;
}

function skipLiteral(text: Uint8Array, start: number, literal: Uint8Array): number {
  for (let i = 0; i < literal.length; i++) if (text[start + i] !== literal[i]) throw UNUSUAL;
  return start + literal.length;
}

export function skipValue(text: Uint8Array, start: number, depth: number): number {
  switch (text[start]) {
    case QUOTE:
      return skipString(text, start);
    case OPEN_BRACE:
      return skipObject(text, start, depth + 1);
    case OPEN_BRACKET:
      return skipArray(text, start, depth + 1);
    case NULL[0]:
      return skipLiteral(text, start, NULL);
    case TRUE[0]:
      return skipLiteral(text, start, TRUE);
    case FALSE[0]:
      return skipLiteral(text, start, FALSE);
    default:
      return skipNumber(text, start);
  }
}

function skipObject(text: Uint8Array, start: number, depth: number): number {
  if (depth > MAX_JSON_DEPTH) throw UNUSUAL;
  if (text[start + 1] === CLOSE_BRACE) return start + 2;
  let i = start;
  do i = skipValue(text, memberValue(text, i + 1), depth);
  while (text[i] === COMMA);
  if (text[i] !== CLOSE_BRACE) throw UNUSUAL;
  return i + 1;
}

function skipArray(text: Uint8Array, start: number, depth: number): number {
  if (depth > MAX_JSON_DEPTH) throw UNUSUAL;
  if (text[start + 1] === CLOSE_BRACKET) return start + 2;
  let i = start;
  do i = skipValue(text, i + 1, depth);
  while (text[i] === COMMA);
  if (text[i] !== CLOSE_BRACKET) throw UNUSUAL;
  return i + 1;
}

/** Whether the text has these bytes from `start` on: as far as they go, never beyond the `END`. */
export function hasAt(words: DataView, start: number, bytes: Text): boolean {
  return isSame(words, start, bytes.words, 0, bytes.length);
}

/** Whether so many bytes are the same from two places on. */
export function isSame(
  words: DataView,
  start: number,
  others: DataView,
  startOfOthers: number,
  length: number,
): boolean {
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    if (words.getInt32(start + i, true) !== others.getInt32(startOfOthers + i, true)) return false;
  }
  for (; i < length; i++) if (words.getUint8(start + i) !== others.getUint8(startOfOthers + i)) return false;
  return true;
}

export function isDigits(text: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (DIGIT[text[i] as number] === 0) return false;
  return true;
}
