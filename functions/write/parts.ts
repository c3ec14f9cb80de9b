/** Of fewer writes, a second request costs more than it saves. */
const MIN_PART = 50;

/** Writes for so many requests at once: an equal part for each, in their order, unless that would be too little. */
export function inParts<T>(writes: readonly T[], requests: number): T[][] {
  const count = Math.max(1, Math.min(requests, Math.floor(writes.length / MIN_PART)));
  const size = Math.ceil(writes.length / count);
  return Array.from({ length: count }, (_, i) => writes.slice(i * size, (i + 1) * size));
}
