import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { PROJECT_ROOT } from '../../local/paths';
import { terraformEnvironment } from '../../local/terraform';
import { STACK_NAMES, type StackName } from '../../modules/stacks';
import { moduleFolder } from '../../terraform/module-folder';
import { requireEngine } from '../engines';
import { EXAMPLES, EXAMPLES_FOLDER, examplesOf, synthesizeExample } from './example';

const run = promisify(execFile);

/** Its test is __tests__/docs/review.test.ts. */
const WORKFLOWS = ['pull-request-review'];

describe('the examples', function () {
  this.timeout(60_000);
  let folder: string;
  /** The folders of what Terraform reads, by a name for each. */
  const roots = new Map<string, string>();

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'examples-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('are CDKTF apps, Terraform roots, or workflows', () => {
    expect([...EXAMPLES].filter(([, kind]) => kind === undefined).map(([name]) => name)).to.deep.equal(
      WORKFLOWS,
    );
  });

  for (const name of examplesOf('app'))
    it(`${name} is synthesized, each stack under a name of its own`, async () => {
      const stacks = await synthesizeExample(name, join(folder, name));
      expect(stacks).to.not.have.property('size', 0);
      for (const [stack, path] of stacks) {
        expect([...roots.keys()]).to.not.include(stack);
        roots.set(stack, path);
      }
    });

  for (const name of examplesOf('terraform'))
    it(`${name} has the modules that it calls`, () => {
      const root = join(folder, 'examples', name);
      const files = configurationOf(join(EXAMPLES_FOLDER, name));
      mkdirSync(root, { recursive: true });
      for (const [file, text] of files) writeFileSync(join(root, file), text);
      roots.set(name, root);
      const text = [...files.values()].join('');
      const pipelines = STACK_NAMES.filter((pipeline) => text.includes(`"../../dist/terraform/${pipeline}"`));
      expect(pipelines).to.not.deep.equal([]);
      for (const pipeline of pipelines) writeModule(pipeline, join(folder, 'dist', 'terraform', pipeline));
    });

  /** All of them as modules of one root: the provider is started once. */
  it('are valid for Terraform and the AWS provider', async function () {
    let environment: Record<string, string> = {};
    await requireEngine(this, 'Terraform', async () => {
      try {
        environment = await terraformEnvironment();
        await run('terraform', ['version'], { env: environment });
        return undefined;
      } catch (error) {
        return String(error);
      }
    });
    const modules = [...roots].map(([name, path]) => [name, { source: `./${relative(folder, path)}` }]);
    writeFileSync(join(folder, 'main.tf.json'), JSON.stringify({ module: Object.fromEntries(modules) }));
    const options = { cwd: folder, env: environment };
    await run('terraform', ['init', '-backend=false', '-input=false'], options);
    const { stdout } = await run('terraform', ['validate', '-json'], options).catch((error) => error);
    const { diagnostics } = JSON.parse(stdout);
    const isError = ({ severity }: { severity: string }) => severity === 'error';
    expect(diagnostics.filter(isError)).to.deep.equal([]);
  });

  for (const name of EXAMPLES.keys()) {
    it(`${name} is described, and listed`, () => {
      expect(readFileSync(join(EXAMPLES_FOLDER, 'README.md'), 'utf8')).to.include(`](${name}/`);
      expect(readFileSync(join(PROJECT_ROOT, 'README.md'), 'utf8')).to.include(`](examples/${name}`);
      if (!WORKFLOWS.includes(name))
        expect(existsSync(join(EXAMPLES_FOLDER, name, 'README.md')), `README.md of ${name}`).to.equal(true);
    });
  }
});

/** The files of a Terraform root, without what a run of Terraform left there. */
function configurationOf(root: string): ReadonlyMap<string, string> {
  const files = readdirSync(root).filter((file) => file.endsWith('.tf'));
  return new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
}

/** As `npm run build:modules` does it. */
function writeModule(pipeline: StackName, target: string): void {
  for (const [path, content] of moduleFolder(pipeline)) {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    writeFileSync(join(target, path), content);
  }
}
