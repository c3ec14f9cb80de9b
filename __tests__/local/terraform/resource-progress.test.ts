import { expect } from 'chai';
import { resourceProgress } from '../../../local/terraform/resource-progress';

describe("Terraform's progress", () => {
  const lines: readonly [string, string | undefined][] = [
    [
      'kinesis-to-search  aws_kinesis_stream.pipeline_change-stream_3B3628D6 (pipeline/change-stream/stream): Still creating... [10s elapsed]',
      'aws_kinesis_stream pipeline/change-stream/stream: Still creating... [10s elapsed]',
    ],
    [
      '                   aws_s3_bucket.pipeline_bucket_A2974A8F (pipeline/bucket): Creation complete after 0s [id=x-20261122]',
      'aws_s3_bucket pipeline/bucket: Creation complete after 0s',
    ],
    ['aws_iam_role.role: Destroying... [id=role-1]', 'aws_iam_role.role: Destroying...'],
    [
      'aws_iam_role.role: Modifications complete after 2s [id=role-1]',
      'aws_iam_role.role: Modifications complete after 2s',
    ],
    ['kinesis-to-search  Apply complete! Resources: 57 added, 0 changed, 0 destroyed.', undefined],
    ['                   + name = "lab: Creating"', undefined],
  ];
  for (const [line, progress] of lines) {
    it(`${progress === undefined ? 'is not' : 'is'} in ${JSON.stringify(line.trim().slice(0, 60))}`, () => {
      expect(resourceProgress(line)).to.equal(progress);
    });
  }
});
