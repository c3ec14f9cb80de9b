import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { Synthesized } from '../modules/synthesized';
import { synthesizeExample } from './example';

describe('the example private', () => {
  let folder: string;
  let stack: Synthesized;
  let key: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'private-'));
    const stacks = await synthesizeExample('private', folder);
    const [path = ''] = stacks.values();
    stack = Synthesized.parse(readFileSync(join(path, 'cdk.tf.json'), 'utf8'));
    const [name] = Object.keys(stack.json.resource?.aws_kms_key ?? {});
    key = `aws_kms_key.${name}.arn`;
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('encrypts all that it keeps with its key', () => {
    for (const type of [
      'aws_dynamodb_table',
      'aws_kinesis_stream',
      'aws_cloudwatch_log_group',
      'aws_s3_bucket_server_side_encryption_configuration',
      'aws_sqs_queue',
    ]) {
      expect(stack.resources(type), type).to.not.deep.equal([]);
      for (const resource of stack.resources(type)) expect(JSON.stringify(resource), type).to.include(key);
    }
    expect(policy('encryption')).to.include(`"KmsARN" = ${key}`);
  });

  it('lets the functions alone in, from inside the VPC', () => {
    expect(policy('network')).to.include('SourceVPCEs').and.to.not.include('"AllowFromPublic" = true');
    for (const { vpc_config } of stack.resources('aws_lambda_function'))
      expect(JSON.stringify(vpc_config)).to.include('aws_subnet.').and.to.include('aws_security_group.');
    expect(stack.types()).to.not.include('aws_internet_gateway');
  });

  function policy(type: string): unknown {
    return stack.resources('aws_opensearchserverless_security_policy').find((of) => of.type === type)?.policy;
  }
});
