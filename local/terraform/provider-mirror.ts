import { type Dirent, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const REGISTRY = 'registry.terraform.io';
/** Depth and time keep the search to a moment on any machine. */
const MAX_DEPTH = 5;
const TIME_LIMIT_MS = 5_000;
const SKIPPED = new Set(['node_modules', '.git', 'site-packages']);

/** Where package managers, images and people put things. */
const INSTALL_PREFIXES = [
  join(homedir(), '.terraform.d'),
  join(homedir(), '.local', 'share', 'terraform'),
  '/usr/local',
  '/usr/share',
  '/opt',
  '/srv',
  '/var/lib',
  '/usr/lib',
  homedir(),
];

/**
 * A folder laid out as a Terraform filesystem mirror (packed or unpacked) that has the AWS provider for this
 * platform, 5.100 or later; undefined when the search, breadth first, finds none.
 * @param prefixes the folders to search
 */
export function findProviderMirror(prefixes: readonly string[] = INSTALL_PREFIXES): string | undefined {
  const deadline = Date.now() + TIME_LIMIT_MS;
  let level = prefixes;
  for (let depth = 0; depth <= MAX_DEPTH; depth++) {
    const next: string[] = [];
    for (const folder of level) {
      if (Date.now() > deadline) return undefined;
      const names = subfolders(folder);
      if (names.includes(REGISTRY) && hasAwsProvider(folder)) return folder;
      next.push(...names.map((name) => join(folder, name)));
    }
    level = next;
  }
  return undefined;
}

function subfolders(folder: string): string[] {
  return entries(folder)
    .filter((entry) => entry.isDirectory() && !SKIPPED.has(entry.name))
    .map((entry) => entry.name);
}

function hasAwsProvider(mirror: string): boolean {
  const folder = join(mirror, REGISTRY, 'hashicorp', 'aws');
  const platform = `${process.platform}_${process.arch === 'x64' ? 'amd64' : process.arch}`;
  const versions = entries(folder).flatMap(({ name }) => {
    const packed = /^terraform-provider-aws_(.+?)_(.+)\.zip$/.exec(name);
    if (packed) return packed[2] === platform ? [packed[1] ?? ''] : [];
    return entries(join(folder, name)).some((entry) => entry.name === platform) ? [name] : [];
  });
  return versions.some(isRecentEnough);
}

function isRecentEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 5 || (major === 5 && minor >= 100);
}

/** What cannot be read has no mirror for us. */
function entries(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
