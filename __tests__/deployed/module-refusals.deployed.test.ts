import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { STACK_NAMES, type StackName } from '../../modules/stacks';
import { aboutVariables } from '../../modules/terraform-module/variable-name';
import { InvalidPropError } from '../../modules/validation';
import { moduleFolder } from '../../terraform/module-folder';
import { testFiles, wrongValueTest } from '../../terraform/tests/test-files';
import { type WrongValue, wrongValues } from '../../terraform/tests/wrong-values';
import { Synthesized } from '../modules/synthesized';
import { PIPELINES } from '../terraform/pipelines';
import { requireTerraformEnvironment } from '../terraform/terraform-engine';

const execute = promisify(execFile);

/** Terraform plans the modules' variables, without any provider. */
describe('what each module refuses', function () {
  this.timeout(120_000);
  let environment: Record<string, string>;

  before(async function () {
    environment = await requireTerraformEnvironment(this);
  });

  for (const pipeline of STACK_NAMES) {
    it(`${pipeline}: its own tests find the variable of each, and no other, at fault`, async () => {
      const file = testFiles(pipeline).get('tests/wrong_values.tftest.hcl') ?? '';
      const withoutProvider = file.slice(file.indexOf('\nvariables {'));
      const output = await tested(pipeline, new Map([['all.tftest.hcl', withoutProvider]]), environment);
      const failed = output.split('\n').filter((line) => /"(diagnostic|test_run)".*(error|fail)/.test(line));
      expect(failed).to.deep.equal([]);
      expect(output).to.include(`${wrongValues(pipeline).length} passed, 0 failed`);
    });

    it(`${pipeline}: Terraform refuses each when it plans, in the words of the construct`, async () => {
      const said = await sentences(pipeline, environment);
      const expected = wrongValues(pipeline).map((wrong) => sentenceOf(pipeline, wrong));
      expect(expected.length).to.be.greaterThan(30);
      const missing = expected.flatMap((sentence, place) => {
        const found = said.get(place) ?? 'nothing';
        return found.includes(sentence) ? [] : [{ sentence, found }];
      });
      expect(missing).to.deep.equal([]);
    });
  }
});

/** What the construct says of the props, of the variables; or what the table states. */
function sentenceOf(pipeline: StackName, { props, sentence }: WrongValue): string {
  if (sentence !== undefined) return sentence;
  try {
    Synthesized.of((scope) => PIPELINES[pipeline](scope, props));
  } catch (error) {
    if (!(error instanceof InvalidPropError)) throw error;
    return aboutVariables(error.message.slice(error.message.indexOf(': ') + 2));
  }
  return `The construct takes ${JSON.stringify(props)}.`;
}

/** By the place in the table, what Terraform says: the variables alone are planned, without any provider. */
async function sentences(
  pipeline: StackName,
  env: Record<string, string>,
): Promise<ReadonlyMap<number, string>> {
  // A file for each: a run that fails ends those after it.
  const files = wrongValues(pipeline).map(
    (wrong, place) => [`${place}.tftest.hcl`, wrongValueTest(pipeline, wrong)] as const,
  );
  const said = new Map<number, string>();
  for (const line of (await tested(pipeline, new Map(files), env))
    .split('\n')
    .filter((text) => text !== '')) {
    const { '@testfile': file, diagnostic } = JSON.parse(line);
    if (diagnostic === undefined) continue;
    const place = Number(/(\d+)\.tftest/.exec(file ?? '')?.[1]);
    said.set(place, `${said.get(place) ?? ''}${diagnostic.summary}: ${diagnostic.detail}\n`);
  }
  return said;
}

/** What Terraform prints of the tests, of the module's variables alone. */
async function tested(
  pipeline: StackName,
  tests: ReadonlyMap<string, string>,
  env: Record<string, string>,
): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'wrong-values-'));
  try {
    mkdirSync(join(folder, 'tests'));
    mkdirSync(join(folder, 'functions'));
    writeFileSync(join(folder, 'functions', 'search-indexer.zip'), '');
    writeFileSync(join(folder, 'variables.tf'), String(moduleFolder(pipeline).get('variables.tf')));
    for (const [name, text] of tests) writeFileSync(join(folder, 'tests', name), text);
    await execute('terraform', ['init', '-backend=false'], { cwd: folder, env });
    const options = { cwd: folder, env, maxBuffer: 64 << 20 };
    const { stdout } = await execute('terraform', ['test', '-json'], options).catch(
      (failure: { stdout: string }) => failure,
    );
    return stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
