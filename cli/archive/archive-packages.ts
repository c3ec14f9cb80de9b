import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_FOLDER } from '../../modules/lambda-function/package-folder';

/** What only the archive commands need: some 90 MB, which whoever installs this package may do without. */
const PACKAGES = ['@duckdb/node-api', '@aws-sdk/client-s3'] as const;

/**
 * Loads what needs these packages.
 * @param load calls `require()`: by tsx `import()` would take twice the time of a whole command
 * @throws Error that says what to install, where one of them is missing
 */
export function withArchivePackages<T>(load: () => T): T {
  try {
    return load();
  } catch (error) {
    const missing = PACKAGES.find((name) => isMissing(name, error));
    if (missing === undefined) throw error;
    throw new Error(
      `The archive commands need the package ${missing}, which is not installed. Install what they need: npm install ${wanted()}`,
    );
  }
}

function isMissing(name: string, error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    error.code === 'MODULE_NOT_FOUND' &&
    error.message.includes(`'${name}'`)
  );
}

/** In double quotes, which each shell takes. */
function wanted(): string {
  const { peerDependencies } = JSON.parse(readFileSync(join(PACKAGE_FOLDER, 'package.json'), 'utf8'));
  return PACKAGES.map((name) => `"${name}@${peerDependencies[name]}"`).join(' ');
}
