import { parse } from '@cdktf/hcl2json';
import { App, TerraformStack, Testing } from 'cdktf';
import { expect } from 'chai';
import { allProps, propInterfaces } from '../../docs/generate/prop-interface';
import { PROJECT_ROOT } from '../../local/paths';
import { STACK_NAMES } from '../../modules/stacks';
import { variableName } from '../../modules/terraform-module/variable-name';
import { type ModuleFolder, moduleFolder } from '../../terraform/module-folder';
import { type SynthesizedModule, synthesizedModule } from '../../terraform/synthesized-module';
import { switches } from '../../terraform/tests/switches';
import { moduleVariables, PROPS_INTERFACES } from '../../terraform/variables/module-variables';
import { KINESIS_ONLY, LEFT_OUT, PIPELINE_VARIABLES } from '../../terraform/variables/pipeline-variables';
import { expectSameMeaning } from './hcl/same-meaning';
import { PIPELINES } from './pipelines';

/** Whose defaults are the module's own; and `routes`, which a construct does not take empty. */
const OTHERS: readonly unknown[] = ['createTable', 'deletionProtection', 'routes'];

/** Each is told in full: never `any`. */
const TYPES = /^(string|number|bool|list\(string\)|map\(string\)|list\(object\(\{.*\}\)\))$/s;

for (const pipeline of STACK_NAMES)
  describe(`the module ${pipeline}`, function () {
    this.timeout(60_000);
    let folder: ModuleFolder;
    let synthesized: SynthesizedModule;

    before(() => {
      folder = moduleFolder(pipeline);
      synthesized = synthesizedModule(pipeline);
    });

    const text = (path: string): string => String(folder.get(path));

    it('is HCL that says what the synthesized JSON says', async () => {
      const files = [...folder.keys()].filter((path) => /^[\w-]+\.tf$/.test(path));
      await expectSameMeaning(await parse('all.tf', files.map(text).join('\n')), synthesized.json);
    });

    it('has a variable for each prop of the pipeline, or a reason why not', () => {
      const props = [...allProps(propInterfaces(), PROPS_INTERFACES[pipeline]).keys()];
      const isLeftOut = (prop: string): boolean =>
        prop in LEFT_OUT || (pipeline.startsWith('streams') && prop in KINESIS_ONLY);
      const variables = Object.keys(PIPELINE_VARIABLES[pipeline]);
      expect(variables).to.have.members(props.filter((prop) => !isLeftOut(prop)));
    });

    it('asks for a name and a table only, and has a type, a default and a description of each variable', () => {
      const variables = Object.entries<Record<string, unknown>>(Object(synthesized.json.variable));
      expect(variables.map(([name]) => name)).to.have.members([...moduleVariables(pipeline).keys()]);
      const required = variables.filter(([, config]) => !('default' in config)).map(([name]) => name);
      expect(required).to.have.members(['name', 'table_name']);
      for (const [name, { type, nullable, default: byDefault, description }] of variables) {
        expect(type, name).to.match(TYPES);
        expect(nullable, name).to.equal(byDefault === null);
        expect(description, name).to.match(required.includes(name) ? /\.$/ : /Default: .*\.$/);
      }
    });

    it('has the defaults of the construct, but for a table that is there already and its protection', () => {
      const byDefault = Array.from(moduleVariables(pipeline).values(), ({ prop, default: value }) => [
        prop,
        value,
      ]);
      const stated = byDefault.filter(
        ([prop, value]) =>
          typeof prop === 'string' && value !== undefined && value !== null && !OTHERS.includes(prop),
      );
      expect(stated.length).to.be.greaterThan(10);
      expect(synthesizedWith(Object.fromEntries(stated))).to.deep.equal(synthesizedWith({}));
    });

    function synthesizedWith(props: object): unknown {
      const stack = new TerraformStack(Testing.stubVersion(new App()), 'stack');
      PIPELINES[pipeline](stack, props);
      return JSON.parse(Testing.synth(stack).replaceAll(/\s*"MARK_REFUSED": "true",/g, ''));
    }

    it('has no provider, no backend, and names without a hash', () => {
      expect(synthesized.json).not.to.have.any.keys('provider', '//');
      expect(Object(synthesized.json.terraform)).to.have.all.keys('required_version', 'required_providers');
      for (const resources of Object.values(Object(synthesized.json.resource)))
        for (const name of Object.keys(Object(resources)))
          expect(name)
            .to.match(/^[a-z0-9_]+$/)
            .and.not.match(/_[0-9A-F]{8}$/);
    });

    it('has the same bytes when it is made again, wherever and whenever', () => {
      const { TZ, LANG } = process.env;
      const cwd = process.cwd();
      try {
        Object.assign(process.env, { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8' });
        process.chdir('/');
        const again = moduleFolder(pipeline);
        expect([...again.keys()]).to.deep.equal([...folder.keys()]);
        for (const [path, content] of folder) expect(again.get(path), path).to.deep.equal(content);
      } finally {
        process.chdir(cwd);
        restore({ TZ, LANG });
      }
    });

    it('has no path of this machine, and no time', () => {
      for (const [path, content] of folder) {
        if (path.endsWith('.zip')) continue;
        expect(String(content), path)
          .not.to.include(PROJECT_ROOT)
          .and.not.match(/\/(?:home|root|tmp|work)\//);
      }
    });

    it('tells of each input and output in its README', () => {
      for (const name of [
        ...Object.keys(Object(synthesized.json.variable)),
        ...Object.keys(Object(synthesized.json.output)),
      ])
        expect(text('README.md')).to.include(`| \`${name}\` `);
    });

    it('has a test of each variable that decides what is made', () => {
      const tested = new Set(switches(pipeline).flatMap(({ props }) => Object.keys(props)));
      const bools = Object.entries(PIPELINE_VARIABLES[pipeline]).filter(([, { type }]) => type === 'bool');
      expect(
        bools.map(([prop]) => variableName(prop)).filter((name) => !isTested(name, tested)),
      ).to.deep.equal([]);
    });
  });

function isTested(name: string, props: ReadonlySet<string>): boolean {
  return [...props].some((prop) => variableName(prop) === name);
}

function restore(variables: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}
