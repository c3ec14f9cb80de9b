import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { terraformEnvironment } from '../../local/terraform';
import { STACK_NAMES, type StackName } from '../../modules/stacks';
import { aboutVariables } from '../../modules/terraform-module/variable-name';
import { InvalidPropError } from '../../modules/validation';
import { moduleFolder } from '../../terraform/module-folder';
import { synthesizedModule } from '../../terraform/synthesized-module';
import { wrongValueTest } from '../../terraform/tests/test-files';
import { faultyVariable, type WrongValue, wrongValues } from '../../terraform/tests/wrong-values';
import { requireEngine } from '../engines';
import { Synthesized } from '../modules/synthesized';
import { PIPELINES } from './pipelines';

const execute = promisify(execFile);

describe('the wrong values of a module', function () {
  this.timeout(60_000);
  let environment: Record<string, string>;

  before(async function () {
    await requireEngine(this, 'Terraform', async () => {
      environment = await terraformEnvironment();
      return execute('terraform', ['version'], { env: environment }).then(() => undefined, String);
    });
  });

  for (const pipeline of STACK_NAMES) {
    it(`${pipeline}: of each variable that has a rule there is one`, () => {
      const { json } = synthesizedModule(pipeline);
      const faulty = new Set(wrongValues(pipeline).map(faultyVariable));
      const ruled = Object.entries(Object(json.variable)).filter(
        ([, config]) => 'validation' in Object(config),
      );
      expect(ruled.map(([name]) => name).filter((name) => !faulty.has(name))).to.deep.equal([]);
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
  const folder = mkdtempSync(join(tmpdir(), 'wrong-values-'));
  try {
    mkdirSync(join(folder, 'tests'));
    mkdirSync(join(folder, 'functions'));
    writeFileSync(join(folder, 'functions', 'search-indexer.zip'), '');
    writeFileSync(join(folder, 'variables.tf'), String(moduleFolder(pipeline).get('variables.tf')));
    // A file for each: a run that fails ends those after it.
    for (const [place, wrong] of wrongValues(pipeline).entries())
      writeFileSync(join(folder, 'tests', `${place}.tftest.hcl`), wrongValueTest(pipeline, wrong));
    await execute('terraform', ['init', '-backend=false'], { cwd: folder, env });
    const { stdout } = await execute('terraform', ['test', '-json'], {
      cwd: folder,
      env,
      maxBuffer: 64 << 20,
    }).catch((failure: { stdout: string }) => failure);
    const said = new Map<number, string>();
    for (const line of stdout.split('\n').filter((text) => text !== '')) {
      const { '@testfile': file, diagnostic } = JSON.parse(line);
      if (diagnostic === undefined) continue;
      const place = Number(/(\d+)\.tftest/.exec(file ?? '')?.[1]);
      said.set(place, `${said.get(place) ?? ''}${diagnostic.summary}: ${diagnostic.detail}\n`);
    }
    return said;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
