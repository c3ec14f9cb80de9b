/** Whether the pattern, with `*` and `?`, takes all that the other one takes: `s3:*` has `s3:Get*`. */
export function patternCovers(pattern: string, other: string): boolean {
  if (pattern === '*' || pattern === other) return true;
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '[^*]');
  return new RegExp(`^${source}$`, 's').test(other);
}
