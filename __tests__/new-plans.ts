import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startEmulator } from '../local/aws/emulator';
import { PIPELINE_NAMES, type Pipeline } from '../local/demo/pipelines';
import { PROJECT_ROOT } from '../local/paths';
import { terraformEnvironment } from '../local/terraform';

const run = promisify(execFile);

/** By stack: what `terraform show -json` says of its plan. */
export type NewPlans = ReadonlyMap<Pipeline, string>;

type Settings = Readonly<Record<string, string>>;

/** The plans of the stacks of main.ts from nothing, with settings, `CDC_…` variables. About half a minute. */
export async function planFromNothing(settings: Settings = {}): Promise<NewPlans> {
  const folder = mkdtempSync(join(tmpdir(), 'new-plans-'));
  const emulator = await startEmulator({ dataFolder: join(folder, 'emulator') });
  try {
    const env = {
      ...(await terraformEnvironment()),
      ...emulator.environment(),
      ...settings,
      CDKTF_OUTDIR: folder,
    };
    await run(process.execPath, ['--import', 'tsx', 'main.ts'], { cwd: PROJECT_ROOT, env });
    const plans = new Map<Pipeline, string>();
    for (const stack of PIPELINE_NAMES) plans.set(stack, await plan(join(folder, 'stacks', stack), env));
    return plans;
  } finally {
    await emulator.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function plan(folder: string, env: NodeJS.ProcessEnv): Promise<string> {
  const options = { cwd: folder, env, maxBuffer: 64 * 1024 * 1024 };
  await run('terraform', ['init', '-input=false', '-no-color'], options);
  await run('terraform', ['plan', '-input=false', '-no-color', '-out=plan'], options);
  const { stdout } = await run('terraform', ['show', '-json', 'plan'], options);
  return stdout;
}
