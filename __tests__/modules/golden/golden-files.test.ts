import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { App, TerraformStack, Testing } from 'cdktf';
import { expect } from 'chai';
import { differingBlocks, GOLDEN_FOLDER, GOLDENS, goldenFile, writtenText } from './golden-files';
import { goldenText, synthesisOf } from './golden-text';

const MEND = 'Run "npm run golden", and see in the diff whether all that changed was meant to';

describe('the golden files', () => {
  for (const { name, synthesis } of GOLDENS)
    it(`say what is synthesized: ${name}`, () => {
      const [is, wasWritten] = differingBlocks(goldenText(synthesis()), writtenText(name));
      expect(is, `${name} has changed. ${MEND}`).to.equal(wasWritten);
    });

  it('are those of what is synthesized, and no others', () => {
    const names = GOLDENS.map(({ name }) => basename(goldenFile(name)));
    expect(readdirSync(GOLDEN_FOLDER), MEND).to.have.members(names);
  });
});

describe('a golden text', () => {
  it('has no hashes, lays out what is JSON, and tells what has moved', () => {
    const stack = new TerraformStack(Testing.stubVersion(new App()), 'stack');
    const bucket = new S3Bucket(stack, 'bucket', {
      bucket: `${'0a'.repeat(32)}`,
      tags: { Route: JSON.stringify([{ index: 'open' }]), Code: `${'aB1/'.repeat(10)}abc=` },
    });
    bucket.moveFromId('aws_s3_bucket.before');
    expect(goldenText(synthesisOf(stack))).to.equal(`resource "aws_s3_bucket" "bucket" {
  bucket = "<sha256>"

  tags = {
    Code  = "<sha256>"
    Route = jsonencode([{ index = "open" }])
  }
}

moved {
  from = aws_s3_bucket.before
  to   = aws_s3_bucket.bucket
}
`);
  });
});
