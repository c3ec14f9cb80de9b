import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Context } from 'mocha';
import { terraformEnvironment } from '../../local/terraform';
import { requireEngine } from '../engines';

const execute = promisify(execFile);

/** The environment for Terraform, where it is; else the suite is skipped, or fails in CI. */
export async function requireTerraformEnvironment(context: Context): Promise<Record<string, string>> {
  let environment: Record<string, string> = {};
  await requireEngine(context, 'Terraform', async () => {
    try {
      environment = await terraformEnvironment();
      await execute('terraform', ['version'], { env: environment });
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  });
  return environment;
}
