import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isPipeline, PIPELINES, type Pipeline } from '../../../local/demo/pipelines';
import { LocalEnvironment } from '../../../local/environment/local-environment';
import { PROJECT_ROOT } from '../../../local/paths';
import { cdktf } from '../../../local/terraform';
import { CHANGED_SETTINGS, type ChangedSettings } from './changed-settings';

/*
 * Writes fixtures/STACK.jsonl, a plan a line: what Terraform plans for a stack of main.ts that is deployed with its default settings,
 * after each of `CHANGED_SETTINGS`; the local environment stands for AWS. About four minutes a stack:
 *
 *   node --import tsx __tests__/cli/review/capture-plans.ts kinesis-to-search
 */

const run = promisify(execFile);
const FIXTURES = join(__dirname, 'fixtures');

async function main(stack: string): Promise<void> {
  if (!isPipeline(stack)) throw new Error(`There is no stack "${stack}".`);
  const { collection }: { readonly collection?: string } = PIPELINES[stack];
  const environment = await LocalEnvironment.start({ ...(collection && { collection }) });
  try {
    await capture(stack, environment);
  } finally {
    await environment.stop();
  }
}

async function capture(stack: Pipeline, environment: LocalEnvironment): Promise<void> {
  const { CDC_READERS: _, ...variables } = environment.environment();
  const env = { ...variables, CDC_STACKS: stack, CDC_DELETION_PROTECTION: 'true' };
  const stateFolder = join(environment.folder, 'state');
  await cdktf({
    command: 'deploy',
    stack,
    env,
    stateFolder,
    outputFolder: join(environment.folder, 'cdktf.out'),
    logFile: join(environment.folder, 'cdktf.log'),
  });
  console.log(`${stack} is deployed`);
  const folder = environment.terraformFolder(stack);
  const lines: string[] = [];
  for (const [name, changed] of Object.entries(CHANGED_SETTINGS[stack] ?? {})) {
    const outputFolder = join(environment.folder, 'changed');
    const state = join(stateFolder, `terraform.${stack}.tfstate`);
    await run(process.execPath, ['--import', 'tsx', 'main.ts'], {
      cwd: PROJECT_ROOT,
      env: { ...env, CDC_STATE_PATH: state, CDKTF_OUTDIR: outputFolder, ...changed.settings },
    });
    cpSync(join(outputFolder, 'stacks', stack), folder, { recursive: true });
    edit(join(folder, 'cdk.tf.json'), changed);
    lines.push(JSON.stringify({ name, plan: await planned(folder, env, changed) }));
    console.log(name);
  }
  mkdirSync(FIXTURES, { recursive: true });
  writeFileSync(join(FIXTURES, `${stack}.jsonl`), lines.map((line) => `${line}\n`).join(''));
}

function edit(file: string, { replace }: ChangedSettings): void {
  if (replace === undefined) return;
  const text = readFileSync(file, 'utf8');
  const edited = text.replace(...replace);
  if (edited === text) throw new Error(`${file} has no ${replace[0]}.`);
  writeFileSync(file, edited);
}

/** A plan that fails is one too: Terraform saves what it has. */
async function planned(folder: string, env: NodeJS.ProcessEnv, changed: ChangedSettings): Promise<object> {
  const { arguments: args = [] } = changed;
  const options = { cwd: folder, env, maxBuffer: 64 * 1024 * 1024 };
  await run('terraform', ['plan', '-input=false', '-no-color', '-out=plan', ...args], options).catch(
    (error: Error & { stderr?: string }) => console.log(error.stderr),
  );
  const { stdout } = await run('terraform', ['show', '-json', 'plan'], options);
  return trimmed(stdout);
}

/** Without what the review does not read: configuration, state, drift, what does not change, what is null. */
function trimmed(text: string): object {
  const plan: PlanJson = JSON.parse(text, (_, value) => value ?? undefined);
  const { format_version, terraform_version, complete, errored, resource_changes = [] } = plan;
  return {
    format_version,
    terraform_version,
    complete,
    errored,
    resource_changes: resource_changes.filter(({ change }) => change.actions[0] !== 'no-op'),
  };
}

interface PlanJson {
  readonly format_version: string;
  readonly terraform_version: string;
  readonly complete?: boolean;
  readonly errored?: boolean;
  readonly resource_changes?: readonly { readonly change: { readonly actions: readonly string[] } }[];
}

main(process.argv[2] ?? '').catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
