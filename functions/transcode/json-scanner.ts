/**
 * Finds its way through JSON text by its bytes, with the whole grammar checked and nothing parsed. Every function
 * takes the place where something begins and answers with the place after it. The text ends with a byte 0
 * ({@link END}), which stands in no JSON: no function looks further, whatever it is given.
 */

/** What ends the text; a byte 0 inside it is no JSON either. */
export const END = 0;

export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const OPEN_BRACE = 0x7b;
export const CLOSE_BRACE = 0x7d;
export const OPEN_BRACKET = 0x5b;
export const CLOSE_BRACKET = 0x5d;
const SPACE = 0x20;
const BACKSLASH = 0x5c;
const MINUS = 0x2d;
const PLUS = 0x2b;
const DOT = 0x2e;
const ZERO = 0x30;
const LOWER_E = 0x65;
const UPPER_E = 0x45;
const LOWER_U = 0x75;
const SLASH = 0x2f;

/** JSON nests in a stack of calls here; what is nested deeper is left to another reader. */
const MAX_DEPTH = 500;

/** Thrown, always as this one object, where the text is no JSON, or none that this reader takes. */
export const UNUSUAL = new Error('not to be read by its bytes');

const table = (bytes: string): Uint8Array => {
  const members = new Uint8Array(256);
  for (const byte of Buffer.from(bytes, 'latin1')) members[byte] = 1;
  return members;
};

const BLANK = table(' \t\n\r');
const DIGIT = table('0123456789');
const HEX_DIGIT = table('0123456789abcdefABCDEF');
/** Bytes that stand for themselves in a string. */
const PLAIN = new Uint8Array(256).fill(1, 0x20);
PLAIN[QUOTE] = 0;
PLAIN[BACKSLASH] = 0;
/** What may follow a backslash and is written in that way only. */
const SHORT_ESCAPE = table('"\\bfnrt');

const TRUE = Buffer.from('true');
const FALSE = Buffer.from('false');
const NULL = Buffer.from('null');

export function skipBlank(text: Uint8Array, start: number): number {
  let i = start;
  while ((text[i] as number) <= SPACE && BLANK[text[i] as number] === 1) i++;
  return i;
}

/** The place after one certain byte. */
export function skip(text: Uint8Array, at: number, byte: number): number {
  if (text[at] !== byte) throw UNUSUAL;
  return at + 1;
}

/**
 * The place of the closing quote of a string whose content begins at `start`; as its complement (`~place`) when
 * the content has escapes that `JSON.stringify` writes in another way (`\/`, `\u0041`).
 */
export function endOfString(text: Uint8Array, start: number): number {
  let canonical = true;
  for (let i = start; ; ) {
    while (PLAIN[text[i] as number] === 1) i++;
    if (text[i] === QUOTE) return canonical ? i : ~i;
    if (text[i] !== BACKSLASH) throw UNUSUAL;
    const escaped = text[i + 1] as number;
    i += 2;
    if (SHORT_ESCAPE[escaped] === 1) continue;
    canonical = false;
    if (escaped === SLASH) continue;
    if (escaped !== LOWER_U) throw UNUSUAL;
    for (const end = i + 4; i < end; i++) if (HEX_DIGIT[text[i] as number] === 0) throw UNUSUAL;
  }
}

/** The place after a string's closing quote. */
export function skipString(text: Uint8Array, start: number): number {
  let i = skip(text, start, QUOTE);
  while (PLAIN[text[i] as number] === 1) i++;
  if (text[i] === QUOTE) return i + 1;
  const end = endOfString(text, i);
  return (end < 0 ? ~end : end) + 1;
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

/** Whether the text has these bytes from `start` on. */
export function hasAt(text: Uint8Array, start: number, bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if (text[start + i] !== bytes[i]) return false;
  return true;
}

/** The place after `true` or `false`. */
export function skipBoolean(text: Uint8Array, start: number): number {
  return hasAt(text, start, FALSE) ? start + FALSE.length : skipTrue(text, start);
}

export function skipTrue(text: Uint8Array, start: number): number {
  if (!hasAt(text, start, TRUE)) throw UNUSUAL;
  return start + TRUE.length;
}

/** The place after any value. */
export function skipValue(text: Uint8Array, start: number, depth = 0): number {
  switch (text[start]) {
    case QUOTE:
      return skipString(text, start);
    case OPEN_BRACE:
    case OPEN_BRACKET:
      if (depth === MAX_DEPTH) throw UNUSUAL;
      return text[start] === OPEN_BRACE
        ? skipObject(text, start, depth + 1)
        : skipArray(text, start, depth + 1);
    case TRUE[0]:
    case FALSE[0]:
      return skipBoolean(text, start);
    case NULL[0]:
      if (!hasAt(text, start, NULL)) throw UNUSUAL;
      return start + NULL.length;
    default:
      return skipNumber(text, start);
  }
}

function skipObject(text: Uint8Array, start: number, depth: number): number {
  let i = skipBlank(text, start + 1);
  if (text[i] === CLOSE_BRACE) return i + 1;
  for (;;) {
    i = skipBlank(text, skipString(text, i));
    i = skipBlank(text, skip(text, i, COLON));
    i = skipBlank(text, skipValue(text, i, depth));
    if (text[i] === CLOSE_BRACE) return i + 1;
    i = skipBlank(text, skip(text, i, COMMA));
  }
}

function skipArray(text: Uint8Array, start: number, depth: number): number {
  let i = skipBlank(text, start + 1);
  if (text[i] === CLOSE_BRACKET) return i + 1;
  for (;;) {
    i = skipBlank(text, skipValue(text, i, depth));
    if (text[i] === CLOSE_BRACKET) return i + 1;
    i = skipBlank(text, skip(text, i, COMMA));
  }
}
