import { expect } from 'chai';
import { indexCountedReferences } from '../../terraform/counted-references';
import { UnrenderableError } from '../../terraform/hcl';

const COUNTED = {
  resource: {
    aws_s3_bucket: { it: { count: '${var.create ? 1 : 0}' }, it_too: {}, 'it-2': {} },
    aws_s3: { it: {} },
  },
  data: { aws_region: { it: { count: 0 } }, aws_s3_bucket: { it: {} } },
};

describe('indexCountedReferences', () => {
  for (const [template, indexed] of [
    ['${aws_s3_bucket.it.arn}', '${aws_s3_bucket.it[0].arn}'],
    [
      '${aws_s3_bucket.it.arn}/*${ aws_s3_bucket.it.id }',
      '${aws_s3_bucket.it[0].arn}/*${ aws_s3_bucket.it[0].id }',
    ],
    ['${data.aws_region.it.name}', '${data.aws_region.it[0].name}'],
    [
      '${jsonencode({"a" = ["${aws_s3_bucket.it.arn}/*", aws_s3_bucket.it.arn], "aws_s3_bucket.it.arn" = 1})}',
      '${jsonencode({"a" = ["${aws_s3_bucket.it[0].arn}/*", aws_s3_bucket.it[0].arn], "aws_s3_bucket.it.arn" = 1})}',
    ],
    [
      '${var.create ? [for x in aws_s3_bucket.it.tags : x if x != aws_s3_bucket.it.id] : y[aws_s3_bucket.it.id]}',
      '${var.create ? [for x in aws_s3_bucket.it[0].tags : x if x != aws_s3_bucket.it[0].id] : y[aws_s3_bucket.it[0].id]}',
    ],
    ['%{ if aws_s3_bucket.it.id != "" }x%{ endif }', '%{ if aws_s3_bucket.it[0].id != "" }x%{ endif }'],
  ] as const)
    it(`indexes ${template}`, () => expect(output(template)).to.equal(indexed));

  for (const template of [
    '${aws_s3_bucket.it[0].arn}',
    '${aws_s3_bucket.it[*].arn}',
    '${aws_s3_bucket.it.*.arn}',
    '${length(aws_s3_bucket.it)}',
    '${aws_s3_bucket.it_too.arn}${aws_s3_bucket.it-2.arn}',
    '${aws_s3.it.arn}${data.aws_s3_bucket.it.arn}${aws_region.it.name}',
    '${module.aws_s3_bucket.it.arn}',
    'aws_s3_bucket.it.arn',
    '$${aws_s3_bucket.it.arn}',
    '${"$${aws_s3_bucket.it.arn}"}',
  ])
    it(`leaves ${template}`, () => expect(output(template)).to.equal(template));

  it('leaves what is not evaluated: depends_on, descriptions, defaults, metadata', () => {
    const literal = '${aws_s3_bucket.it.arn} "';
    const json = {
      ...COUNTED,
      '//': { text: literal },
      variable: { it: { default: { a: literal }, description: literal } },
      output: { it: { value: '1', description: literal, depends_on: ['aws_s3_bucket.it'] } },
      terraform: { text: literal },
    };
    expect(indexCountedReferences(json)).to.deep.equal(json);
  });

  it('leaves a synthesis without counts as it is', () => {
    const json = { output: { it: { value: '${aws_s3_bucket.it.arn}' } } };
    expect(indexCountedReferences(json)).to.equal(json);
  });

  it('tells which expression cannot be read', () => {
    expect(() => output('${f("a"b")}')).to.throw(UnrenderableError, /^output\.it\.value /);
  });
});

function output(value: string): unknown {
  return Object(indexCountedReferences({ ...COUNTED, output: { it: { value } } }).output).it.value;
}
