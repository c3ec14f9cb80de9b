import { parse } from '@cdktf/hcl2json';
import { expect } from 'chai';
import { moduleStack } from './module-stack';
import { rendered, STACKS } from './rendered';
import { expectSameMeaning } from './same-meaning';

describe('the HCL of a stack', function () {
  this.timeout(60_000);

  for (const [name, stackOf] of Object.entries(STACKS))
    it(`says what the synthesized JSON says: ${name}`, async () => {
      const { json, files } = rendered(stackOf());
      await expectSameMeaning(await parse('all.tf', [...files.values()].join('\n')), json);
    });

  it('is in files by what it is, the resources in those that the caller names', () => {
    const { files } = rendered(moduleStack());
    expect([...files.keys()]).to.have.members([
      ...['variables.tf', 'outputs.tf', 'versions.tf', 'locals.tf', 'main.tf', 'group.tf', 'is.tf'],
    ]);
    expect(files.get('main.tf')).to.include('\n  environment {\n    variables = {\n');
    expect(files.get('group.tf')).to.equal(`resource "aws_cloudwatch_log_group" "log_group" {
  count = var.tracing ? 1 : 0

  name       = "/aws/lambda/\${var.name}"
  kms_key_id = var.kms_key_arn

  lifecycle {
    create_before_destroy = true
    ignore_changes        = [name, tags]

    postcondition {
      condition     = self.name != ""
      error_message = "\${self.name} is empty"
    }

    precondition {
      condition     = var.retention >= 0
      error_message = "No \\"negative\\" retention."
    }
  }
}
`);
  });
});
