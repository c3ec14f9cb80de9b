import { expect } from 'chai';
import { type ChangeJson, changed, codesOf, destroyed, made, policy, replaced } from './plans';

const MAPPING = 'aws_lambda_event_source_mapping';
const FIREHOSE = 'aws_kinesis_firehose_delivery_stream';
const READ = {
  Sid: 'Read',
  Effect: 'Allow',
  Action: ['s3:GetObject', 's3:ListBucket'],
  Resource: 'arn:aws:s3:::a',
};
const CLOSED = { ingress: [{ cidr_blocks: ['10.0.0.0/8'], from_port: 443, to_port: 443, protocol: 'tcp' }] };
const network = (...entries: readonly object[]) => ({ type: 'network', policy: JSON.stringify(entries) });
const API_RULE = [{ ResourceType: 'collection', Resource: ['collection/a'] }];
const DASHBOARD_RULE = [{ ResourceType: 'dashboard', Resource: ['collection/a'] }];
const TRUST = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
const ROOT = {
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::111122223333:root' },
  Action: 'kms:*',
  Resource: '*',
};

const HARMLESS: readonly (readonly [title: string, ...changes: readonly ChangeJson[]])[] = [
  ['nothing'],
  [
    'a table, and all that belongs to it, made',
    made('aws_dynamodb_table', { name: 'a', deletion_protection_enabled: false }),
    made('aws_kinesis_stream', { retention_period: 24 }),
  ],
  ['tags', changed('aws_dynamodb_table', { tags: {} }, { tags: { Team: 'orders' } })],
  [
    'new code, more memory, a longer time',
    changed(
      'aws_lambda_function',
      { source_code_hash: 'a', memory_size: 256, timeout: 30, description: 'a' },
      { source_code_hash: 'b', memory_size: 512, timeout: 60, description: 'b' },
    ),
  ],
  [
    'larger batches',
    changed(
      MAPPING,
      { batch_size: 100, parallelization_factor: 1 },
      { batch_size: 1000, parallelization_factor: 2 },
    ),
  ],
  [
    'more attempts',
    changed(
      MAPPING,
      { maximum_retry_attempts: 3, maximum_record_age_in_seconds: 60 },
      { maximum_retry_attempts: -1, maximum_record_age_in_seconds: -1 },
    ),
  ],
  ['a mapping enabled', changed(MAPPING, { enabled: false }, { enabled: true })],
  [
    'a filter taken out',
    changed(MAPPING, { filter_criteria: [{ filter: [{ pattern: 'a' }] }] }, { filter_criteria: [] }),
  ],
  [
    'other buffers',
    changed(
      FIREHOSE,
      { extended_s3_configuration: [{ buffering_size: 64, buffering_interval: 300 }] },
      { extended_s3_configuration: [{ buffering_size: 128, buffering_interval: 60 }] },
    ),
  ],
  [
    'a longer retention',
    changed('aws_kinesis_stream', { retention_period: 24 }, { retention_period: 168 }),
    changed('aws_cloudwatch_log_group', { retention_in_days: 7 }, { retention_in_days: 30 }),
    changed('aws_cloudwatch_log_group', { retention_in_days: 7 }, { retention_in_days: 0 }),
  ],
  [
    'protections on',
    changed(
      'aws_dynamodb_table',
      { deletion_protection_enabled: false, point_in_time_recovery: [{ enabled: false }] },
      { deletion_protection_enabled: true, point_in_time_recovery: [{ enabled: true }] },
    ),
    changed('aws_s3_bucket', { force_destroy: true }, { force_destroy: false }),
  ],
  [
    'a first key of its own',
    changed('aws_kinesis_stream', { kms_key_id: 'alias/aws/kinesis' }, { kms_key_id: 'arn:a' }),
    changed(
      'aws_sqs_queue',
      { sqs_managed_sse_enabled: true, kms_master_key_id: '' },
      { sqs_managed_sse_enabled: false, kms_master_key_id: 'arn:a' },
    ),
  ],
  [
    'a table moved',
    changed(
      'aws_dynamodb_table',
      { name: 'a' },
      { name: 'a' },
      {
        actions: ['no-op'],
        address: 'module.a.aws_dynamodb_table.t',
        previous_address: 'aws_dynamodb_table.t',
      },
    ),
  ],
  [
    'a table imported',
    changed(
      'aws_dynamodb_table',
      { name: 'a' },
      { name: 'a' },
      { actions: ['no-op'], importing: { id: 'a' } },
    ),
  ],
  ['a data source read', made('aws_dynamodb_table', {}, { actions: ['read'], mode: 'data' })],
  [
    'a bucket that forgets, made',
    made(
      'aws_s3_bucket_lifecycle_configuration',
      { rule: [{ status: 'Enabled', expiration: [{ days: 1 }] }] },
      { after_unknown: { bucket: true } },
    ),
  ],
  [
    'objects that expire later, and a rule that is off',
    changed(
      'aws_s3_bucket_lifecycle_configuration',
      { rule: [{ status: 'Enabled', expiration: [{ days: 30 }] }] },
      {
        rule: [
          { status: 'Enabled', expiration: [{ days: 90 }] },
          { status: 'Disabled', expiration: [{ days: 1 }] },
        ],
      },
    ),
  ],
  [
    'uploads that are given up',
    made('aws_s3_bucket_lifecycle_configuration', {
      bucket: 'a',
      rule: [{ status: 'Enabled', abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }] }],
    }),
  ],
  [
    'a policy written in another way',
    changed(
      'aws_iam_role_policy',
      { policy: policy(READ) },
      {
        policy: policy(
          { Effect: 'Allow', Action: 's3:listbucket', Resource: ['arn:aws:s3:::a'] },
          { Sid: 'Other', Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::a' },
        ),
      },
    ),
  ],
  [
    'an action less',
    changed(
      'aws_iam_role_policy',
      { policy: policy(READ) },
      { policy: policy({ ...READ, Action: 's3:GetObject' }) },
    ),
  ],
  [
    'a condition more',
    changed(
      'aws_iam_role_policy',
      { policy: policy(READ) },
      { policy: policy({ ...READ, Condition: { Bool: { 'aws:SecureTransport': 'true' } } }) },
    ),
  ],
  [
    'a wildcard narrowed',
    changed(
      'aws_iam_role_policy',
      { policy: policy({ ...READ, Action: 's3:*', Resource: '*' }) },
      { policy: policy(READ) },
    ),
  ],
  [
    'a denial more',
    changed(
      'aws_s3_bucket_policy',
      { policy: policy() },
      { policy: policy({ ...READ, Effect: 'Deny', Principal: '*' }) },
    ),
  ],
  [
    'an account spelt as its root',
    changed(
      'aws_kms_key',
      { policy: policy(ROOT) },
      { policy: policy({ ...ROOT, Principal: { AWS: ['111122223333'] } }) },
    ),
  ],
  ['a key with its usual policy, made', made('aws_kms_key', { policy: policy(ROOT) })],
  [
    'a role with its policies, made',
    made('aws_iam_role', { name: 'a', assume_role_policy: policy(TRUST) }),
    made('aws_iam_role_policy', { role: 'a', policy: policy(READ) }),
    made('aws_iam_role_policy_attachment', {
      role: 'a',
      policy_arn: 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
    }),
    made('aws_lambda_function', { function_name: 'f' }),
    made(
      'aws_lambda_permission',
      { function_name: 'f', principal: 'events.amazonaws.com' },
      { after_unknown: { source_arn: true } },
    ),
  ],
  [
    'a policy of the same role in two parts',
    destroyed('aws_iam_role_policy', { role: 'a', policy: policy(READ) }),
    made(
      'aws_iam_role_policy',
      { role: 'a', policy: policy({ ...READ, Action: 's3:GetObject' }) },
      { address: 'aws_iam_role_policy.other' },
    ),
  ],
  [
    'a policy of others that is not known yet, made',
    made('aws_iam_role_policy', {}, { after_unknown: { policy: true, role: true } }),
  ],
  [
    'actions that have no resources',
    made(
      'aws_iam_role_policy',
      {
        policy: policy({
          Effect: 'Allow',
          Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
          Resource: '*',
        }),
      },
      { after_unknown: { role: true } },
    ),
  ],
  [
    'a private collection',
    changed(
      'aws_opensearchserverless_security_policy',
      network({ Rules: API_RULE, AllowFromPublic: true }, { Rules: DASHBOARD_RULE, AllowFromPublic: true }),
      network(
        { Rules: API_RULE, AllowFromPublic: false, SourceVPCEs: ['vpce-1'] },
        { Rules: DASHBOARD_RULE, AllowFromPublic: false, SourceVPCEs: ['vpce-1'] },
      ),
    ),
  ],
  [
    'an API that asks for less',
    changed('aws_api_gateway_method', { authorization: 'NONE' }, { authorization: 'AWS_IAM' }),
    made('aws_api_gateway_method', { http_method: 'OPTIONS', authorization: 'NONE' }),
  ],
  [
    "a network of one's own",
    changed('aws_security_group', { ingress: [] }, CLOSED),
    changed('aws_security_group', { ...CLOSED, tags: {} }, { ...CLOSED, tags: { a: 'b' } }),
  ],
  [
    'what holds nothing, replaced or destroyed',
    replaced('aws_lambda_invocation', {}, {}),
    destroyed('aws_cloudwatch_metric_alarm'),
    destroyed('null_resource'),
    replaced('aws_api_gateway_deployment', {}, {}),
  ],
  [
    'fewer open ports',
    changed(
      'aws_security_group',
      { ingress: [{ cidr_blocks: ['0.0.0.0/0'], from_port: 0, to_port: 0, protocol: '-1' }] },
      {
        ingress: [
          { description: 'https', cidr_blocks: ['0.0.0.0/0'], from_port: 443, to_port: 443, protocol: 'tcp' },
        ],
      },
    ),
  ],
  [
    'another version of the function of a mapping',
    changed(
      MAPPING,
      { function_name: 'arn:aws:lambda:eu-west-1:1:function:a:1' },
      { function_name: 'arn:aws:lambda:eu-west-1:1:function:a:2' },
    ),
  ],
  [
    'a first key of the collection',
    changed(
      'aws_opensearchserverless_security_policy',
      { type: 'encryption', policy: '{"AWSOwnedKey":true}' },
      { type: 'encryption', policy: '{"AWSOwnedKey":false,"KmsARN":"arn:a"}' },
    ),
  ],
  ['a log group that stays on AWS', destroyed('aws_cloudwatch_log_group', { skip_destroy: true })],
];

describe('a review of harmless plans', () => {
  for (const [title, ...changes] of HARMLESS)
    it(`finds nothing in ${title}`, () => {
      expect(codesOf(...changes)).to.deep.equal([]);
    });
});
