/** A string as JSON in ASCII: its length is its size in bytes, too. */
export function asciiString(text: string): string {
  // Ids hardly ever need to be escaped, and to see that is faster than `JSON.stringify`.
  return /[^ !#-[\]-~]/.test(text) ? asciiJson(JSON.stringify(text)) : `"${text}"`;
}

/** The same JSON in ASCII. Lone surrogates are escaped already, as is each unit of a pair here. */
export function asciiJson(json: string): string {
  return json.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
