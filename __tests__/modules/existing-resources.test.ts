import { expect } from 'chai';
import type { Construct } from 'constructs';
import { KinesisToS3 } from '../../modules/pipelines/kinesis-to-s3';
import { KinesisToSearch } from '../../modules/pipelines/kinesis-to-search';
import { StreamsToS3 } from '../../modules/pipelines/streams-to-s3';
import { StreamsToSearch } from '../../modules/pipelines/streams-to-search';
import { InvalidPropError } from '../../modules/validation';
import { Synthesized } from './synthesized';

const ROLE = 'arn:aws:iam::111122223333:role/of-functions';
const FIREHOSE_ROLE = 'arn:aws:iam::111122223333:role/of-firehose';

const FUNCTION = { createTable: false, createRole: false, functionRoleArn: ROLE };
const STREAM = { streamName: 'changes', createStream: false, createStreamingDestination: false };
const PARKING = { createParkingBucket: false, parkingBucketName: 'kept-aside' };
const COLLECTION = { collectionName: 'shared', createCollection: false, accessPolicyName: 'orders' };
const ARCHIVE = {
  createArchiveBucket: false,
  archiveBucketName: 'lake',
  deliveryStreamRoleArn: FIREHOSE_ROLE,
};
const tableName = 'orders';

const PIPELINES: Readonly<Record<string, (scope: Construct) => void>> = {
  KinesisToSearch: (scope) =>
    new KinesisToSearch(scope, 'pipeline', { tableName, ...FUNCTION, ...STREAM, ...PARKING, ...COLLECTION }),
  StreamsToSearch: (scope) =>
    new StreamsToSearch(scope, 'pipeline', { tableName, ...FUNCTION, ...PARKING, ...COLLECTION }),
  KinesisToS3: (scope) =>
    new KinesisToS3(scope, 'pipeline', { tableName, ...FUNCTION, ...STREAM, ...ARCHIVE }),
  StreamsToS3: (scope) =>
    new StreamsToS3(scope, 'pipeline', { tableName, ...FUNCTION, ...PARKING, ...ARCHIVE }),
};

/** What the pipelines make where nothing was there before. */
const MADE_ANEW: readonly string[] = [
  'aws_dynamodb_table',
  'aws_kinesis_stream',
  'aws_dynamodb_kinesis_streaming_destination',
  'aws_opensearchserverless_collection',
  'aws_opensearchserverless_security_policy',
  'aws_s3_bucket',
  'aws_s3_bucket_policy',
  'aws_s3_bucket_public_access_block',
  'aws_iam_role',
  'aws_iam_role_policy',
];

for (const [name, add] of Object.entries(PIPELINES))
  describe(`${name} of what was there already`, () => {
    const stack = Synthesized.of(add);

    it('makes none of it again, and looks up what its name does not tell', () => {
      for (const type of MADE_ANEW) expect(stack.types()).to.not.include(type);
      const found = Object.entries(stack.json.data ?? {}).flatMap(([type, resources]) =>
        Object.values(resources).map((resource) => `${type} ${resource.name ?? resource.bucket}`),
      );
      const all = [
        name.startsWith('Kinesis') ? 'aws_kinesis_stream changes' : 'aws_dynamodb_table orders',
        ...(name.endsWith('Search') ? ['aws_opensearchserverless_collection shared'] : []),
        ...(name === 'KinesisToS3' ? [] : ['aws_s3_bucket kept-aside']),
        ...(name.endsWith('S3') ? ['aws_s3_bucket lake'] : []),
      ];
      expect(found).to.have.members(all);
    });

    it('refers to nothing that it does not make', () => {
      const text = JSON.stringify(stack.json);
      for (const [, reference = ''] of text.matchAll(/\b(?<!data\.)(aws_[a-z0-9_]+\.[\w-]+)/g)) {
        const [type = '', id = ''] = reference.split('.');
        expect(stack.json.resource?.[type], reference).to.have.property(id);
      }
    });

    it('runs its functions as the role that is given', () => {
      const roles = stack.resources('aws_lambda_function').map(({ role }) => role);
      expect(new Set(roles)).to.deep.equal(new Set([ROLE]));
    });
  });

describe('a role of Firehose’s', () => {
  it('is given where no role is made', () => {
    const { deliveryStreamRoleArn: _, ...archive } = ARCHIVE;
    const synth = () =>
      Synthesized.of((scope) => new StreamsToS3(scope, 'pipeline', { tableName, ...FUNCTION, ...archive }));
    expect(synth).to.throw(
      InvalidPropError,
      /deliveryStreamRoleArn is missing, but must be the ARN of an IAM role that Firehose may take on when createRole is false/,
    );
  });

  it('is used for all that Firehose does', () => {
    const stack = Synthesized.of((scope) => PIPELINES.KinesisToS3?.(scope));
    const text = JSON.stringify(stack.resource('aws_kinesis_firehose_delivery_stream'));
    expect([...text.matchAll(/"role_arn":"([^"]+)"/g)].map(([, arn]) => arn)).to.deep.equal([
      FIREHOSE_ROLE,
      FIREHOSE_ROLE,
    ]);
  });
});
