import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { addressesFile, listedAddresses } from './addresses';
import { GOLDEN_FOLDER, goldenFiles, stackAddresses } from './golden-files';

/*
 * Writes the golden files again, and puts new addresses on the lists of addresses:
 *
 *   npm run golden
 *
 * An address that is gone stays on its list, and addresses.test.ts fails, until it is taken off by hand.
 */
const files = goldenFiles();
mkdirSync(GOLDEN_FOLDER, { recursive: true });
for (const name of readdirSync(GOLDEN_FOLDER)) {
  const path = join(GOLDEN_FOLDER, name);
  if (!files.has(path)) rmSync(path);
}
for (const [path, content] of files) writeFileSync(path, content);

for (const [stack, addresses] of stackAddresses()) {
  const path = addressesFile(stack);
  mkdirSync(dirname(path), { recursive: true });
  const all = new Set([...(existsSync(path) ? listedAddresses(stack) : []), ...addresses]);
  writeFileSync(path, [...all].sort().join('\n').concat('\n'));
}
