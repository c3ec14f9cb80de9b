import { type Zippable, zipSync } from 'fflate';

const UNIX = 3;
const REGULAR_FILE_0644 = (0o100644 << 16) >>> 0;

/**
 * A zip whose bytes depend on the names and contents alone: the deflate is JavaScript's, as Node's zlib
 * changes between versions, and time, mode and order are fixed.
 */
export function archive(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  // Zip keeps local times: built from local parts, it is the same in each time zone.
  const mtime = new Date(1980, 0, 1, 12);
  const entries: Zippable = {};
  for (const name of Object.keys(files).sort()) {
    const content = files[name];
    if (content) entries[name] = [content, { level: 9, mtime, os: UNIX, attrs: REGULAR_FILE_0644 }];
  }
  return zipSync(entries);
}
