import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { virtualEnvironment } from '../../local/python/virtual-environment';

const run = promisify(execFile);

/** A policy that a resource of a plan does not keep. */
export interface Failure {
  /** As checkov numbers it: `CKV_AWS_18`. */
  readonly check: string;
  /** What the policy asks for. */
  readonly asks: string;
  readonly plan: string;
  readonly address: string;
}

interface Report {
  readonly summary: { readonly passed: number; readonly parsing_errors: number };
  readonly results: {
    readonly failed_checks: readonly {
      readonly check_id: string;
      readonly check_name: string;
      readonly file_path: string;
      readonly resource: string;
    }[];
  };
}

/** The interpreter of checkov's virtual environment: about half a minute at the first call. */
export function checkovEnvironment(): Promise<string> {
  return virtualEnvironment({
    name: 'checkov',
    requirements: join(__dirname, 'requirements.txt'),
    megabytes: 280,
    onProgress: (message) => console.log(`      ${message}`),
  });
}

/**
 * What checkov finds in plans, by their names: what `terraform show -json` says of each. It runs with its own policies
 * alone, no settings of the user's, and asks no server.
 * @throws Error where checkov cannot read a plan, or finds nothing in it to look at.
 */
export async function failuresOf(plans: ReadonlyMap<string, string>): Promise<Failure[]> {
  const python = await checkovEnvironment();
  const folder = mkdtempSync(join(tmpdir(), 'policy-scan-'));
  try {
    const plansFolder = join(folder, 'plans');
    mkdirSync(plansFolder);
    for (const [name, plan] of plans) writeFileSync(join(plansFolder, `${name}.json`), plan);
    const args = ['-m', 'checkov.main', '--directory', plansFolder, '--framework', 'terraform_plan'];
    const { PATH = '' } = process.env;
    const { stdout } = await run(
      python,
      [...args, '--output', 'json', '--compact', '--quiet', '--soft-fail', '--skip-download'],
      { cwd: folder, env: { PATH, HOME: folder }, maxBuffer: 64 * 1024 * 1024 },
    );
    return parse(stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function parse(text: string): Failure[] {
  const { summary, results }: Partial<Report> = JSON.parse(text);
  if (summary === undefined || results === undefined || summary.parsing_errors > 0 || summary.passed === 0)
    throw new Error(`checkov could not read the plans: ${text.slice(0, 2_000)}`);
  return results.failed_checks.map(({ check_id, check_name, file_path, resource }) => ({
    check: check_id,
    asks: check_name,
    plan: file_path.replace(/^\/|\.json$/g, ''),
    address: resource,
  }));
}
