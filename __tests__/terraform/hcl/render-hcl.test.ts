import { parse } from '@cdktf/hcl2json';
import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { App, Fn, TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { expect } from 'chai';
import fc from 'fast-check';
import { blockStructureOf, type JsonObject, renderHcl, UnrenderableError } from '../../../terraform/hcl';
import { text } from './arbitrary-templates';

describe('renderHcl', () => {
  it('lays expressions out as a person would', () => {
    expect(
      local('${jsonencode({"Version" = "2012-10-17", "Statement" = [{"Effect" = "Allow", "for" = 1}]})}'),
    ).to.equal(
      `jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      "for"  = 1
    }]
  })`,
    );
    expect(local('${((var.a && (!(var.b))) || ((var.c == null)))}')).to.equal(
      '(var.a && !var.b) || var.c == null',
    );
    expect(local('${(1 + 2) * (3 - (4 - 5))}')).to.equal('(1 + 2) * (3 - (4 - 5))');
    expect(local('${join(",", [for n in ["${var.a}", "x${(var.b)}"] : n])}')).to.equal(
      'join(",", [for n in [var.a, "x${var.b}"] : n])',
    );
    expect(
      local('${merge({"a" = "x"}, {"a-b" = var.long_name_of_a_variable, "c/d" = "${var.other}/*"})}'),
    ).to.equal(
      `merge({ a = "x" }, {
    a-b   = var.long_name_of_a_variable
    "c/d" = "\${var.other}/*"
  })`,
    );
  });

  it('keeps any text of defaults and descriptions', async () => {
    await fc.assert(
      fc.asyncProperty(text, async (value) => {
        const hcl = rendered({ variable: { it: { default: value, description: value } } });
        // The parser gives templates: in them the text's own markers are escaped.
        const template = value.replace(/[$%](?=\{)/g, '$&$&').normalize('NFC');
        expect((await parse('variables.tf', hcl)).variable.it).to.deep.equal([
          { default: template, description: template },
        ]);
      }),
    );
  });

  it('tells where an expression is that Terraform cannot read', () => {
    const stack = new TerraformStack(Testing.stubVersion(new App()), 'stack');
    const name = new TerraformVariable(stack, 'name', { type: 'string' });
    new SqsQueue(stack, 'queue', {
      policy: Fn.jsonencode({ text: JSON.stringify({ name: name.stringValue }) }),
    });
    expect(() => renderedStack(stack)).to.throw(
      UnrenderableError,
      /^aws_sqs_queue\.queue\.policy is not rendered\. .*must be "," or "}"\. .*Fn\.jsonencode and objects, not with JSON\.stringify\.$/,
    );
    for (const template of [
      '${',
      '${a b}',
      '${"\\d"}',
      '${f(a}',
      '%{ if a',
      '${a.}',
      '${[1 2]}',
      'a\rb${c}',
      '${"a\nb"}',
    ])
      expect(() => local(template), template).to.throw(UnrenderableError, /^locals\.it is not rendered/);
  });

  it('refuses objects that may be blocks or attributes, and kinds that it does not render', () => {
    const stack = new TerraformStack(Testing.stubVersion(new App()), 'stack');
    const table = new DynamodbTable(stack, 'table', { name: 'table' });
    table.addOverride('ttl', { enabled: true, attribute_name: 'at' });
    expect(() => renderedStack(stack)).to.throw(
      UnrenderableError,
      'aws_dynamodb_table.table.ttl has objects, and no binding tells whether it is a block or an attribute.',
    );
    expect(renderedStack(stack, { aws_dynamodb_table: { ttl: 'block' } })).to.include('\n  ttl {\n');
    expect(renderedStack(stack, { aws_dynamodb_table: { ttl: 'attribute' } })).to.include('\n  ttl = {\n');
    expect(() => rendered({ moved: [{ from: 'a.b', to: 'a.c' }] })).to.throw(
      UnrenderableError,
      /^moved is not rendered/,
    );
  });
});

function local(template: string): string {
  return rendered({ locals: { it: template } }).slice('locals {\n  it = '.length, -'\n}\n'.length);
}

function rendered(json: JsonObject): string {
  const structure = { arguments: new Map(), addresses: [] };
  return [...renderHcl({ json, structure, fileOf: () => 'main.tf' }).values()].join('');
}

function renderedStack(
  stack: TerraformStack,
  overridden: Parameters<typeof blockStructureOf>[1] = {},
): string {
  const structure = blockStructureOf(stack, overridden);
  const json: JsonObject = JSON.parse(Testing.synth(stack));
  return [...renderHcl({ json, structure, fileOf: () => 'main.tf' }).values()].join('');
}
