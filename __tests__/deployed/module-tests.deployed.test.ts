import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { terraformEnvironment } from '../../local/terraform';
import { STACK_NAMES, type StackName } from '../../modules/stacks';
import { moduleFolder } from '../../terraform/module-folder';
import { synthesizedModule } from '../../terraform/synthesized-module';
import { switches } from '../../terraform/tests/switches';
import { mockedTest, testFiles } from '../../terraform/tests/test-files';
import { requireEngine } from '../engines';

const execute = promisify(execFile);

describe('the Terraform modules, without an account', function () {
  this.timeout(240_000);
  let environment: Record<string, string>;
  let folder: string;

  before(async function () {
    await requireEngine(this, 'Terraform', async () => {
      environment = await terraformEnvironment();
      return execute('terraform', ['version'], { env: environment }).then(() => undefined, String);
    });
    folder = mkdtempSync(join(tmpdir(), 'module-tests-'));
    for (const pipeline of STACK_NAMES) write(join(folder, pipeline), moduleFolder(pipeline));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const pipeline of STACK_NAMES) {
    it(`${pipeline}: passes its own tests of what it makes`, async () => {
      const cwd = join(folder, pipeline);
      await run(cwd, 'init', '-backend=false');
      const said = await run(cwd, 'test', '-no-color', '-filter=tests/switches.tftest.hcl');
      expect(said).to.include(`${switches(pipeline).length} passed, 0 failed`);
    });

    it(`${pipeline}: plans the same from HCL and from JSON`, async () => {
      const json = join(folder, `${pipeline} in JSON`);
      const files = new Map([...moduleFolder(pipeline)].filter(([path]) => path.startsWith('functions/')));
      write(json, new Map([...files, ['main.tf.json', JSON.stringify(synthesizedModule(pipeline).json)]]));
      const plans = await Promise.all(
        [join(folder, pipeline), json].map(async (cwd) => {
          write(cwd, new Map([['tests/plan.tftest.hcl', mockedTest([planRun(pipeline)])]]));
          await run(cwd, 'init', '-backend=false');
          return planned(await run(cwd, 'test', '-json', '-verbose', '-filter=tests/plan.tftest.hcl'));
        }),
      );
      expect(plans[0]?.length).to.be.greaterThan(10);
      expect(plans[0]).to.deep.equal(plans[1]);
    });

    for (const example of ['minimal', 'complete'])
      it(`${pipeline}: has an example that is valid: ${example}`, async () => {
        const cwd = join(folder, pipeline, 'examples', example);
        await run(cwd, 'init', '-backend=false');
        expect(await run(cwd, 'validate', '-no-color')).to.include('The configuration is valid');
        await run(cwd, 'fmt', '-check', '-diff');
      });
  }

  it('are called twice each, by for_each and by count', async () => {
    const root = join(folder, 'root');
    const calls = STACK_NAMES.map(
      (pipeline, at) => `module "m${at}" {
  source     = "../${pipeline}"
  for_each   = toset(["one", "two"])
  name       = "${pipeline}-\${each.key}"
  table_name = "orders-\${each.key}"
}

module "c${at}" {
  source     = "../${pipeline}"
  count      = 2
  name       = "${pipeline}-\${count.index}"
  table_name = "orders-\${count.index}"
}
`,
    );
    const functions = STACK_NAMES.map(
      (_, at) => `values(module.m${at})[*].function_name, module.c${at}[*].function_name`,
    );
    write(
      root,
      new Map([
        [
          'main.tf',
          [REQUIRED, ...calls, `output "names" {\n  value = concat(${functions.join(', ')})\n}\n`].join('\n'),
        ],
        ['tests/plan.tftest.hcl', mockedTest([CALLED_TWICE])],
      ]),
    );
    await run(root, 'init', '-backend=false');
    expect(await run(root, 'test', '-no-color')).to.include('1 passed, 0 failed');
  });

  async function run(cwd: string, ...args: string[]): Promise<string> {
    return execute('terraform', args, { cwd, env: environment, maxBuffer: 256 << 20 }).then(
      ({ stdout }) => stdout,
      ({ stdout, stderr }: { stdout: string; stderr: string }) => {
        throw new Error(`terraform ${args.join(' ')}: ${stdout.slice(-4000)}${stderr.slice(-4000)}`);
      },
    );
  }
});

const REQUIRED = `terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}
`;

const CALLED_TWICE = `run "called_twice" {
  command = plan

  assert {
    condition     = length(distinct(output.names)) == ${4 * STACK_NAMES.length}
    error_message = "The functions have not each a name of their own."
  }
}
`;

/** A plan with everything that is off by default. */
function planRun(pipeline: StackName): string {
  const file = testFiles(pipeline).get('tests/switches.tftest.hcl') ?? '';
  const name = pipeline.endsWith('search') ? 'several_indices' : 'parquet_by_the_day_of_the_change';
  return file.slice(file.indexOf(`run "${name}"`)).replace(/\n}\n.*$/s, '\n}\n');
}

/** The resources that the plan makes, with their values. */
function planned(output: string): unknown[] {
  const plans = output
    .split('\n')
    .filter((line) => line.includes('"test_plan"'))
    .map((line) => JSON.parse(line).test_plan);
  return plans.flatMap(({ resource_changes: changes }) =>
    changes.map(({ address, change: { actions, after, after_unknown: unknown } }: PlannedChange) => ({
      address,
      actions,
      after,
      unknown,
    })),
  );
}

interface PlannedChange {
  readonly address: string;
  readonly change: { readonly actions: unknown; readonly after: unknown; readonly after_unknown: unknown };
}

function write(folder: string, files: ReadonlyMap<string, string | Uint8Array>): void {
  for (const [path, content] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}
