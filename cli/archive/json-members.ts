/**
 * The members of a JSON object, each value as the very text that the object holds, so that no digit changes.
 * Of members with one name the last one counts, as in `JSON.parse`.
 *
 * @returns undefined where the JSON is another value than an object
 * @throws SyntaxError for what is no JSON
 */
export function jsonMembers(json: string): Map<string, string> | undefined {
  const value: unknown = JSON.parse(json);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const members = new Map<string, string>();
  let at = afterSpace(json, json.indexOf('{') + 1);
  while (json[at] === '"') {
    const nameEnd = afterText(json, at);
    const start = afterSpace(json, json.indexOf(':', nameEnd) + 1);
    const end = afterValue(json, start);
    members.set(JSON.parse(json.slice(at, nameEnd)), json.slice(start, end));
    const next = afterSpace(json, end);
    at = json[next] === ',' ? afterSpace(json, next + 1) : next;
  }
  return members;
}

const SPACE = /[^ \t\n\r]/g;
const SCALAR_END = /[ \t\n\r,}\]]/g;
const NESTING = /["{}[\]]/g;

/** Where a value ends. The JSON has been parsed, so only its structure is looked for. */
function afterValue(json: string, start: number): number {
  const first = json[start];
  if (first === '"') return afterText(json, start);
  if (first !== '{' && first !== '[') return find(SCALAR_END, json, start);
  let at = start;
  let depth = 0;
  do {
    at = find(NESTING, json, at);
    const found = json[at];
    if (found === '"') {
      at = afterText(json, at);
    } else {
      depth += found === '{' || found === '[' ? 1 : -1;
      at++;
    }
  } while (depth > 0);
  return at;
}

/** Where a JSON string ends: after its quote that no odd number of backslashes stands before. */
function afterText(json: string, start: number): number {
  for (let quote = json.indexOf('"', start + 1); ; quote = json.indexOf('"', quote + 1)) {
    let before = quote;
    while (json[before - 1] === '\\') before--;
    if ((quote - before) % 2 === 0) return quote + 1;
  }
}

const afterSpace = (json: string, at: number): number => find(SPACE, json, at);

function find(pattern: RegExp, json: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.exec(json)?.index ?? json.length;
}
