import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Context } from 'mocha';
import { requireTerraformEnvironment } from '../terraform-engine';

const execute = promisify(execFile);

/** What Terraform prints in a new folder with these files, which is gone afterwards. */
export type RunTerraform = (
  files: ReadonlyMap<string, string>,
  commands: readonly (readonly string[])[],
  input?: string,
) => Promise<string>;

/** Terraform, where it is; else the suite is skipped, or fails in CI. */
export async function requireTerraform(context: Context): Promise<RunTerraform> {
  const environment = await requireTerraformEnvironment(context);
  return async (files, commands, input = '') => {
    const folder = mkdtempSync(join(tmpdir(), 'hcl-'));
    try {
      for (const [name, text] of files) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), text);
      }
      let printed = '';
      for (const command of commands) {
        const running = execute('terraform', command, {
          cwd: folder,
          env: environment,
          maxBuffer: 64 << 20,
        });
        running.child.stdin?.end(input);
        printed = await running.then(
          ({ stdout }) => stdout,
          ({ stdout, stderr }: { stdout: string; stderr: string }) => {
            throw new Error(`terraform ${command.join(' ')}: ${stdout}${stderr}`);
          },
        );
      }
      return printed;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
}
