import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { type HclFiles, type JsonObject, renderHcl } from '../../../terraform/hcl';
import { jsonTemplate, text } from './arbitrary-templates';
import { rendered, STACKS } from './rendered';
import { type RunTerraform, requireTerraform } from './terraform-run';

const FORMAT_CHECK = ['fmt', '-check', '-diff'];

describe('rendered HCL, for Terraform', function () {
  this.timeout(60_000);
  let terraform: RunTerraform;

  before(async function () {
    terraform = await requireTerraform(this);
  });

  for (const [name, stackOf] of Object.entries(STACKS))
    it(`is formatted as terraform fmt does: ${name}`, async () => {
      expect(await terraform(rendered(stackOf()).files, [FORMAT_CHECK])).to.equal('');
    });

  it('has the values that the JSON syntax has, and its format, whatever the expressions', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(jsonTemplate, { minLength: 100, maxLength: 100 }), async (templates) => {
        const hcl = locals(Object.fromEntries(templates.map((template, at) => [`hcl_${at}`, template])));
        const json = Object.fromEntries(templates.map((template, at) => [`json_${at}`, template]));
        const files = new Map([...hcl, ['json.tf.json', JSON.stringify({ locals: json })]]);
        const differ = templates.map(
          (_, at) => `jsonencode(local.json_${at}) != jsonencode(local.hcl_${at})`,
        );
        const printed = await terraform(files, [FORMAT_CHECK, ['console']], jsonOf(differ));
        const different = printedValues(printed);
        expect(templates.filter((_, at) => different[at] !== false)).to.deep.equal([]);
      }),
      // Each template is one run; to find the smallest array of them would take long.
      { numRuns: 3, endOnFailure: true },
    );
  });

  it('has defaults and descriptions that are literal, whatever the text', async () => {
    const texts = fc.sample(text, 200);
    const variable = Object.fromEntries(
      texts.map((value, at) => [`v${at}`, { default: value, description: value }]),
    );
    const files = renderHcl({ json: { variable }, structure: NOTHING_KNOWN, fileOf });
    const values = texts.map((_, at) => `var.v${at}`);
    const printed = await terraform(files, [FORMAT_CHECK, ['console']], jsonOf(values));
    expect(printedValues(printed)).to.deep.equal(texts.map((value) => value.normalize('NFC')));
  });

  it('is valid for Terraform and the AWS provider', async () => {
    // As modules of one configuration they need the provider once.
    const files = Object.entries(STACKS).flatMap(
      ([name, stackOf]) =>
        [
          [
            `${name}.tf`,
            `module "${name}" {\n  source = "./${name}"\n${name === 'module' ? '  name = "orders"\n' : ''}}\n`,
          ],
          ...[...rendered(stackOf()).files].map(([file, text]) => [join(name, file), text]),
        ] as [string, string][],
    );
    const printed = await terraform(new Map(files), [
      ['init', '-input=false'],
      ['validate', '-json'],
    ]);
    expect(JSON.parse(printed)).to.deep.include({ valid: true, error_count: 0 });
  });
});

const NOTHING_KNOWN = { arguments: new Map(), addresses: [] };

function fileOf(): string {
  return 'main.tf';
}

function locals(values: JsonObject): HclFiles {
  return renderHcl({ json: { locals: values }, structure: NOTHING_KNOWN, fileOf });
}

/** What makes `terraform console` print values so that they can be told apart: in letters and digits. */
function jsonOf(expressions: readonly string[]): string {
  return `base64encode(jsonencode([${expressions.join(', ')}]))`;
}

function printedValues(printed: string): unknown[] {
  return JSON.parse(Buffer.from(JSON.parse(printed), 'base64').toString());
}
