/** A source of choices: a whole number from 0 to below `bound`. */
export type Choose = (bound: number) => number;

/** Choices that depend on a seed alone (mulberry32). */
export function choicesOf(seed: number): Choose {
  let state = seed | 0;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % bound;
  };
}

/**
 * JSON that means the value, spelt as no machine would: members in any order, some of them twice (the last one
 * counts), blanks between all parts, characters as escapes.
 */
export function spelling(value: unknown, choose: Choose): string {
  const blank = () => ['', '', '', ' ', '\n', '\t\r '][choose(6)] ?? '';
  const wrap = (text: string) => blank() + text + blank();
  if (typeof value === 'string') return wrap(textSpelling(value, choose));
  if (Array.isArray(value)) return wrap(`[${value.map((e) => spelling(e, choose)).join(',') || blank()}]`);
  if (typeof value !== 'object' || value === null) return wrap(JSON.stringify(value));
  const entries = Object.entries(value).filter(([, v]) => v !== undefined);
  for (let i = entries.length - 1; i > 0; i--) {
    if (choose(4) > 0) continue;
    const j = choose(i + 1);
    const [a, b] = [entries[i], entries[j]];
    if (a && b) [entries[i], entries[j]] = [b, a];
  }
  const members = entries.map(([name, v]) => `${wrap(textSpelling(name, choose))}:${spelling(v, choose)}`);
  const twice = members[choose(30)];
  if (twice !== undefined) members.unshift(twice.replace(/:.*/s, ':{"S":"superseded"}'));
  return wrap(`{${members.join(',') || blank()}}`);
}

function textSpelling(text: string, choose: Choose): string {
  const plain = JSON.stringify(text);
  if (choose(6) > 0) return plain;
  const units = text.split('').map((unit) => {
    if (choose(3) > 0) return JSON.stringify(unit).slice(1, -1);
    if (unit === '/') return '\\/';
    const hex = unit.charCodeAt(0).toString(16).padStart(4, '0');
    return `\\u${choose(2) ? hex : hex.toUpperCase()}`;
  });
  return `"${units.join('')}"`;
}

const FRAGMENTS = ['"', '\\', '{', '}', '[', ']', ',', ':', '0', '-', 'e', '.', ' ', '\u0000', '\ud83d', 'é']
  .concat([
    '{"S":"x"}',
    '"N":',
    '{"NULL":true}',
    '{"NULL":false}',
    '\\u00',
    '\\x',
    '"dynamodb":{},',
    '=',
    'A',
  ])
  .map((text) => Buffer.from(text))
  .concat([Buffer.from([0xff]), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from([0x1f])]);

/** The bytes with one to three faults: bits flipped, bytes inserted, cut out, repeated or exchanged, the end cut off. */
export function damaged(text: Buffer, choose: Choose): Buffer {
  let bytes = text;
  for (let faults = 1 + choose(3); faults > 0; faults--) {
    const at = choose(bytes.length + 1);
    const until = Math.min(bytes.length, at + 1 + choose(8));
    const [head, part, tail] = [bytes.subarray(0, at), bytes.subarray(at, until), bytes.subarray(until)];
    const fragment = FRAGMENTS[choose(FRAGMENTS.length)] ?? Buffer.alloc(0);
    const flipped = Buffer.from(part.map((byte, i) => (i === 0 ? byte ^ (1 << choose(8)) : byte)));
    const variants = [
      [head, flipped, tail],
      [head, fragment, part, tail],
      [head, fragment, tail],
      [head, tail],
      [head, part, part, tail],
      [tail, part, head],
      [head, tail.subarray(0, 1), part, tail.subarray(1)],
      [head],
    ];
    // Whole halves lost or exchanged seldom leave anything to look at.
    bytes = Buffer.concat(variants[choose(choose(4) === 0 ? 8 : 5)] ?? [bytes]);
  }
  return bytes;
}
