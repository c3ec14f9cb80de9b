/** From so many names on, they are compared by a set. */
const MANY = 32;

/** Tells whether the names of a map may hold one twice, by 32-bit hashes: a false alarm only costs time. */
export class DistinctNames {
  private readonly hashes: number[] = [];
  private many: Set<number> | undefined;

  /** Whether the name at these places of `text` is surely not one of those before. */
  isNew(text: Uint8Array, start: number, end: number): boolean {
    const hash = fnv1a(text, start, end);
    if (this.many !== undefined) return this.many.size !== this.many.add(hash).size;
    if (this.hashes.includes(hash)) return false;
    if (this.hashes.push(hash) === MANY) this.many = new Set(this.hashes);
    return true;
  }
}

/** The hash FNV-1a. */
function fnv1a(text: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ (text[i] as number), 0x01000193);
  return hash;
}
