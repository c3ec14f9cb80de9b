/** Age of the oldest change in milliseconds; 0 where there is none. @param changes their times in microseconds */
export function ageOfOldestMs(changes: readonly { readonly at: number }[], now: number): number {
  if (changes.length === 0) return 0;
  const oldest = changes.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY);
  return Math.max(0, Math.round(now - oldest / 1_000));
}
