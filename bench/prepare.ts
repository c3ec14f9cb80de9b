import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { LOCAL_FOLDER, PROJECT_ROOT } from '../local/paths';

/** The peers that the project does not have for its own use. */
const PEERS = { 'dynamodb-stream-elasticsearch': '3.3.1', 'aws-sdk': '2.1692.0' };

/** Installs the peers and unpacks the built function, in the ignored folder. @returns that folder */
export function prepare(): string {
  const folder = join(LOCAL_FOLDER, 'bench');
  mkdirSync(join(folder, 'search-indexer'), { recursive: true });
  const zip = join(PROJECT_ROOT, 'dist', 'functions', 'search-indexer.zip');
  for (const [file, bytes] of Object.entries(unzipSync(readFileSync(zip)))) {
    writeFileSync(join(folder, 'search-indexer', file), bytes);
  }
  if (!existsSync(join(folder, 'node_modules', 'dynamodb-stream-elasticsearch'))) {
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: PEERS }));
    execFileSync('npm', ['install', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'inherit' });
  }
  return folder;
}
