/** A record from which a change cannot be read. It is never retried: reading it again gives the same. */
export class UndecodableError extends Error {
  override readonly name = 'UndecodableError';
}

/** A value as a message tells it: short, whatever it is. */
export function described(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return JSON.stringify(value).slice(0, 100);
}
