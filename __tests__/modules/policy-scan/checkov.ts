import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { noPython, virtualEnvironment } from '../../../local/python/virtual-environment';

const WHAT = 'The policy scan';

/** Told to people who have no such Python. */
export const NO_PYTHON = noPython(WHAT);

/** What checkov says of a resource; `folder` is the one that its configuration lies in. */
export interface FailedCheck {
  readonly check: string;
  readonly name: string;
  readonly address: string;
  readonly folder: string;
}

export interface ScanResult {
  readonly failed: readonly FailedCheck[];
  /** The folders in which it checked anything. */
  readonly folders: ReadonlySet<string>;
}

/** The interpreter of a virtual environment with checkov: making it takes about a minute. */
export function checkovEnvironment(onProgress: (message: string) => void): Promise<string> {
  return virtualEnvironment({
    folder: 'checkov',
    requirements: join(__dirname, 'requirements.txt'),
    what: WHAT,
    sizeMb: 300,
    onProgress,
  });
}

/** Scans the Terraform configurations in the folders of a folder, with all of checkov's own checks and without the network. */
export async function checkov(python: string, folder: string): Promise<ScanResult> {
  const args = ['-m', 'checkov.main', '--directory', folder, '--framework', 'terraform'];
  const options = ['--output', 'json', '--compact', '--soft-fail', '--skip-download'];
  // Whoever runs it may have a configuration of checkov's at home, or in the working folder.
  const env = { PATH: process.env.PATH, HOME: folder, CHECKOV_RUN_SCA_PACKAGE_SCAN_V2: 'false' };
  const run = { cwd: folder, env, maxBuffer: 64 * 1024 * 1024 };
  const { stdout } = await promisify(execFile)(python, [...args, ...options], run);
  const { results, summary }: Report = JSON.parse(stdout);
  if (summary.parsing_errors > 0) throw new Error(`checkov could not read ${summary.parsing_errors} files.`);
  const { failed_checks: failed, passed_checks: passed } = results;
  return {
    failed: failed.map(({ check_id: check, check_name: name, resource: address, file_path }) => ({
      ...{ check, name, address },
      folder: folderOf(file_path),
    })),
    folders: new Set([...failed, ...passed].map(({ file_path }) => folderOf(file_path))),
  };
}

/** Of `/folder/main.tf`. */
function folderOf(filePath: string): string {
  return filePath.split('/')[1] ?? '';
}

interface Report {
  readonly results: { readonly failed_checks: readonly Check[]; readonly passed_checks: readonly Check[] };
  readonly summary: { readonly parsing_errors: number };
}

interface Check {
  readonly check_id: string;
  readonly check_name: string;
  readonly resource: string;
  readonly file_path: string;
}
