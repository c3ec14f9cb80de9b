/** A record from which a change cannot be read. It is never retried: reading it again gives the same. */
export class UndecodableError extends Error {
  override readonly name = 'UndecodableError';
}
