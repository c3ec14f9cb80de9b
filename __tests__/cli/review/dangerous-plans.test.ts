import { expect } from 'chai';
import type { Value } from '../../../cli/review/plan/value';
import { RULES } from '../../../cli/review/rules/rules';
import { type ChangeJson, changed, codesOf, destroyed, made, policy, replaced } from './plans';

const ALLOW = { Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::a/*'] };
const TLS_ONLY = {
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: 'arn:aws:s3:::a/*',
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
};
const MAPPING = 'aws_lambda_event_source_mapping';
const FIREHOSE = 'aws_kinesis_firehose_delivery_stream';
const BUCKET_KEY = (algorithm: string, key = '') => ({
  rule: [{ apply_server_side_encryption_by_default: [{ sse_algorithm: algorithm, kms_master_key_id: key }] }],
});
const expiry = (days: number) => ({
  bucket: 'a',
  rule: [{ id: 'e', status: 'Enabled', filter: [{ prefix: '' }], expiration: [{ days }] }],
});
const variables = (names: Record<string, string>) => ({ environment: [{ variables: names }] });
const s3 = (configuration: object) => ({
  extended_s3_configuration: [JSON.parse(JSON.stringify(configuration))],
});
const ssh = (range: string, to: number) => ({
  ingress: [{ cidr_blocks: [range], from_port: 22, to_port: to, protocol: 'tcp' }],
});
const EVERYONE = {
  access_control_policy: [
    {
      grant: [{ grantee: [{ uri: 'http://acs.amazonaws.com/groups/global/AllUsers' }], permission: 'READ' }],
    },
  ],
};
const BLOCKED = {
  block_public_acls: true,
  block_public_policy: true,
  ignore_public_acls: true,
  restrict_public_buckets: true,
};
const network = (...entries: readonly object[]) => ({ type: 'network', policy: JSON.stringify(entries) });
const API_RULE = [{ ResourceType: 'collection', Resource: ['collection/a'] }];
const DASHBOARD_RULE = [{ ResourceType: 'dashboard', Resource: ['collection/a'] }];
const access = (principals: readonly string[], permissions: readonly string[]) => ({
  type: 'data',
  policy: JSON.stringify([
    {
      Principal: principals,
      Rules: [{ ResourceType: 'index', Resource: ['index/a/b'], Permission: permissions }],
    },
  ]),
});
const ROLE = 'arn:aws:iam::111122223333:role/';

const DANGEROUS: readonly (readonly [title: string, code: string, ...changes: readonly ChangeJson[]])[] = [
  ['a table destroyed', 'destroys-data', destroyed('aws_dynamodb_table')],
  ['a stream destroyed', 'destroys-data', destroyed('aws_kinesis_stream')],
  ['a collection destroyed', 'destroys-data', destroyed('aws_opensearchserverless_collection')],
  ['a bucket destroyed', 'destroys-data', destroyed('aws_s3_bucket')],
  ['a key scheduled for deletion', 'destroys-data', destroyed('aws_kms_key')],
  ['a queue destroyed', 'destroys-data', destroyed('aws_sqs_queue')],
  ['a database of others destroyed', 'destroys-data', destroyed('aws_db_instance')],
  ['a file system of others destroyed', 'destroys-data', destroyed('aws_efs_file_system')],
  [
    'a table in a module destroyed',
    'destroys-data',
    destroyed('aws_dynamodb_table', {}, { address: 'module.a["x"].module.b.aws_dynamodb_table.t' }),
  ],
  [
    'a table left behind, destroyed',
    'destroys-data',
    destroyed('aws_dynamodb_table', {}, { deposed: '1a2b3c4d' }),
  ],
  [
    'a replica taken from a table',
    'destroys-data',
    changed(
      'aws_dynamodb_table',
      { replica: [{ region_name: 'a' }, { region_name: 'b' }] },
      { replica: [{ region_name: 'b' }] },
    ),
  ],
  [
    'a table replaced',
    'replaces-data',
    replaced('aws_dynamodb_table', { name: 'a' }, { name: 'b' }, { replace_paths: [['name']] }),
  ],
  [
    'a stream replaced, the new one first',
    'replaces-data',
    replaced('aws_kinesis_stream', { name: 'a' }, { name: 'b' }, { actions: ['create', 'delete'] }),
  ],
  [
    'a table replaced, the old one forgotten',
    'replaces-data',
    replaced('aws_dynamodb_table', {}, {}, { actions: ['create', 'forget'] }),
  ],
  ['a table forgotten', 'forgets-data', destroyed('aws_dynamodb_table', {}, { actions: ['forget'] })],
  ['a log group destroyed', 'destroys-logs', destroyed('aws_cloudwatch_log_group')],
  [
    'no deletion protection',
    'removes-deletion-protection',
    changed(
      'aws_dynamodb_table',
      { deletion_protection_enabled: true },
      { deletion_protection_enabled: false },
    ),
  ],
  [
    'a bucket that may be emptied',
    'removes-deletion-protection',
    changed('aws_s3_bucket', { force_destroy: false }, { force_destroy: true }),
  ],
  [
    'a database without protection',
    'removes-deletion-protection',
    changed('aws_db_instance', { deletion_protection: true }, { deletion_protection: false }),
  ],
  [
    'no point-in-time recovery',
    'removes-backups',
    changed(
      'aws_dynamodb_table',
      { point_in_time_recovery: [{ enabled: true }] },
      { point_in_time_recovery: [{ enabled: false }] },
    ),
  ],
  [
    'a stream kept for less time',
    'shortens-retention',
    changed('aws_kinesis_stream', { retention_period: 168 }, { retention_period: 24 }),
  ],
  [
    'logs kept for less time',
    'shortens-retention',
    changed('aws_cloudwatch_log_group', { retention_in_days: 30 }, { retention_in_days: 7 }),
  ],
  [
    'logs not kept for ever',
    'shortens-retention',
    changed('aws_cloudwatch_log_group', { retention_in_days: 0 }, { retention_in_days: 30 }),
  ],
  [
    'messages kept for less time',
    'shortens-retention',
    changed('aws_sqs_queue', { message_retention_seconds: 1209600 }, { message_retention_seconds: 60 }),
  ],
  [
    'tombstones kept for less time',
    'shortens-retention',
    changed(
      'aws_lambda_function',
      variables({ TOMBSTONE_RETENTION_HOURS: '360' }),
      variables({ TOMBSTONE_RETENTION_HOURS: '72' }),
    ),
  ],
  [
    'objects that expire in a bucket that was there',
    'shortens-retention',
    made('aws_s3_bucket_lifecycle_configuration', expiry(30)),
  ],
  [
    'objects that expire sooner',
    'shortens-retention',
    changed('aws_s3_bucket_lifecycle_configuration', expiry(90), expiry(30)),
  ],
  [
    'items that expire',
    'expires-items',
    changed(
      'aws_dynamodb_table',
      { ttl: [{ enabled: false, attribute_name: '' }] },
      { ttl: [{ enabled: true, attribute_name: 'ttl' }] },
    ),
  ],
  [
    'versions suspended',
    'suspends-versioning',
    changed(
      'aws_s3_bucket_versioning',
      { versioning_configuration: [{ status: 'Enabled' }] },
      { versioning_configuration: [{ status: 'Suspended' }] },
    ),
  ],
  ['versioning destroyed', 'suspends-versioning', destroyed('aws_s3_bucket_versioning', { bucket: 'a' })],
  [
    "a table in AWS's own encryption",
    'weakens-encryption',
    changed(
      'aws_dynamodb_table',
      { server_side_encryption: [{ enabled: true }] },
      { server_side_encryption: [{ enabled: false }] },
    ),
  ],
  [
    'a stream in the clear',
    'weakens-encryption',
    changed('aws_kinesis_stream', { encryption_type: 'KMS' }, { encryption_type: 'NONE' }),
  ],
  [
    'a bucket without KMS',
    'weakens-encryption',
    changed(
      'aws_s3_bucket_server_side_encryption_configuration',
      BUCKET_KEY('aws:kms'),
      BUCKET_KEY('AES256'),
    ),
  ],
  [
    'a key that is not rotated',
    'weakens-encryption',
    changed('aws_kms_key', { enable_key_rotation: true }, { enable_key_rotation: false }),
  ],
  [
    'another key of the table',
    'changes-encryption-key',
    changed(
      'aws_dynamodb_table',
      { server_side_encryption: [{ enabled: true, kms_key_arn: 'arn:a' }] },
      { server_side_encryption: [{ enabled: true, kms_key_arn: 'arn:b' }] },
    ),
  ],
  [
    "AWS's key of the stream",
    'changes-encryption-key',
    changed('aws_kinesis_stream', { kms_key_id: 'arn:a' }, { kms_key_id: 'alias/aws/kinesis' }),
  ],
  [
    'another key of the collection',
    'changes-encryption-key',
    changed(
      'aws_opensearchserverless_security_policy',
      { type: 'encryption', policy: '{"AWSOwnedKey":false,"KmsARN":"arn:a"}' },
      { type: 'encryption', policy: '{"AWSOwnedKey":true}' },
    ),
  ],
  ['a disabled key', 'disables-key', changed('aws_kms_key', { is_enabled: true }, { is_enabled: false })],

  [
    'a streaming destination destroyed',
    'interrupts-streaming-destination',
    destroyed('aws_dynamodb_kinesis_streaming_destination'),
  ],
  [
    'another precision',
    'interrupts-streaming-destination',
    replaced(
      'aws_dynamodb_kinesis_streaming_destination',
      { approximate_creation_date_time_precision: 'MICROSECOND' },
      { approximate_creation_date_time_precision: 'MILLISECOND' },
      { replace_paths: [['approximate_creation_date_time_precision']] },
    ),
  ],
  [
    'a DynamoDB stream switched off',
    'interrupts-table-stream',
    changed('aws_dynamodb_table', { stream_enabled: true }, { stream_enabled: false }),
  ],
  [
    'another view',
    'interrupts-table-stream',
    changed(
      'aws_dynamodb_table',
      { stream_view_type: 'NEW_AND_OLD_IMAGES' },
      { stream_view_type: 'NEW_IMAGE' },
    ),
  ],
  ['a mapping destroyed', 'interrupts-event-source-mapping', destroyed(MAPPING)],
  [
    'a mapping replaced',
    'interrupts-event-source-mapping',
    replaced(MAPPING, { starting_position: 'TRIM_HORIZON' }, { starting_position: 'LATEST' }),
  ],
  [
    'a mapping disabled',
    'interrupts-event-source-mapping',
    changed(MAPPING, { enabled: true }, { enabled: false }),
  ],
  [
    'a lower record age',
    'gives-changes-up',
    changed(MAPPING, { maximum_record_age_in_seconds: -1 }, { maximum_record_age_in_seconds: 60 }),
  ],
  [
    'fewer attempts',
    'gives-changes-up',
    changed(MAPPING, { maximum_retry_attempts: -1 }, { maximum_retry_attempts: 0 }),
  ],
  [
    'no bisection',
    'gives-changes-up',
    changed(MAPPING, { bisect_batch_on_function_error: true }, { bisect_batch_on_function_error: false }),
  ],
  [
    'whole batches',
    'gives-changes-up',
    changed(
      MAPPING,
      { function_response_types: ['ReportBatchItemFailures'] },
      { function_response_types: [] },
    ),
  ],
  [
    'no on-failure destination',
    'gives-changes-up',
    changed(
      MAPPING,
      { destination_config: [{ on_failure: [{ destination_arn: 'arn:a' }] }] },
      { destination_config: [] },
    ),
  ],
  [
    'a filter of the mapping',
    'filters-changes',
    changed(MAPPING, { filter_criteria: [] }, { filter_criteria: [{ filter: [{ pattern: '{}' }] }] }),
  ],
  [
    'a filter of the function',
    'filters-changes',
    changed(
      'aws_lambda_function',
      variables({ TABLE_NAME: 'a' }),
      variables({ TABLE_NAME: 'a', FILTER: '{}' }),
    ),
  ],
  [
    'a Firehose stream replaced',
    'interrupts-delivery-stream',
    replaced(FIREHOSE, { name: 'a' }, { name: 'b' }),
  ],
  [
    'no transformation',
    'spoils-delivery',
    changed(
      FIREHOSE,
      s3({ processing_configuration: [{ enabled: true, processors: [{ type: 'Lambda' }] }] }),
      s3({ processing_configuration: [] }),
    ),
  ],
  [
    'no error prefix',
    'spoils-delivery',
    changed(FIREHOSE, s3({ error_output_prefix: 'errors/' }), s3({ error_output_prefix: '' })),
  ],
  [
    'a consumer replaced',
    'interrupts-stream-consumer',
    replaced('aws_kinesis_stream_consumer', { name: 'a' }, { name: 'b' }),
  ],
  [
    'fewer shards',
    'lowers-stream-capacity',
    changed('aws_kinesis_stream', { shard_count: 4 }, { shard_count: 2 }),
  ],
  [
    'no concurrency',
    'stops-function',
    changed(
      'aws_lambda_function',
      { reserved_concurrent_executions: -1 },
      { reserved_concurrent_executions: 0 },
    ),
  ],
  [
    'another table',
    'redirects-changes',
    changed('aws_lambda_function', variables({ TABLE_NAME: 'a' }), variables({ TABLE_NAME: 'b' })),
  ],
  [
    'another index',
    'redirects-changes',
    changed('aws_lambda_function', variables({ SEARCH_INDEX: 'a' }), variables({ SEARCH_INDEX: 'b' })),
  ],
  [
    'another bucket of Firehose',
    'redirects-changes',
    changed(FIREHOSE, s3({ bucket_arn: 'arn:a' }), s3({ bucket_arn: 'arn:b' })),
  ],
  [
    'lines that are items',
    'narrows-archive',
    changed(
      'aws_lambda_function',
      variables({ TABLE_NAME: 'a' }),
      variables({ TABLE_NAME: 'a', LINE: 'item' }),
    ),
  ],

  [
    'an action more',
    'widens-policy',
    changed(
      'aws_iam_role_policy',
      { policy: policy(ALLOW) },
      { policy: policy({ ...ALLOW, Action: ['s3:GetObject', 's3:PutObject'] }) },
    ),
  ],
  [
    'a resource more',
    'widens-policy',
    changed('aws_iam_policy', { policy: policy(ALLOW) }, { policy: policy({ ...ALLOW, Resource: '*' }) }),
  ],
  [
    'a role that anyone takes on',
    'widens-policy',
    changed(
      'aws_iam_role',
      {
        assume_role_policy: policy({
          Effect: 'Allow',
          Principal: { Service: 'lambda.amazonaws.com' },
          Action: 'sts:AssumeRole',
        }),
      },
      { assume_role_policy: policy({ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }) },
    ),
  ],
  [
    'an action but for NotAction',
    'widens-policy',
    changed(
      'aws_iam_role_policy',
      { policy: policy(ALLOW) },
      { policy: policy({ Effect: 'Allow', NotAction: 'iam:*', Resource: 'arn:aws:s3:::a/*' }) },
    ),
  ],
  [
    'a denial taken out',
    'widens-policy',
    changed(
      'aws_s3_bucket_policy',
      { bucket: 'a', policy: policy(TLS_ONLY) },
      { bucket: 'a', policy: policy({ ...TLS_ONLY, Resource: 'arn:aws:s3:::a/b' }) },
    ),
  ],
  [
    'a bucket policy with its denial destroyed',
    'widens-policy',
    destroyed('aws_s3_bucket_policy', { bucket: 'a', policy: policy(TLS_ONLY) }),
  ],
  [
    'a queue for everyone',
    'widens-policy',
    changed(
      'aws_sqs_queue_policy',
      { queue_url: 'u', policy: policy(TLS_ONLY) },
      {
        queue_url: 'u',
        policy: policy(TLS_ONLY, {
          Effect: 'Allow',
          Principal: '*',
          Action: 'sqs:SendMessage',
          Resource: '*',
        }),
      },
    ),
  ],
  [
    'a key for another account',
    'widens-policy',
    changed(
      'aws_kms_key',
      {
        policy: policy({
          Effect: 'Allow',
          Principal: { AWS: '111122223333' },
          Action: 'kms:*',
          Resource: '*',
        }),
      },
      {
        policy: policy({
          Effect: 'Allow',
          Principal: { AWS: ['111122223333', '444455556666'] },
          Action: 'kms:*',
          Resource: '*',
        }),
      },
    ),
  ],
  [
    'a condition taken out',
    'widens-policy',
    changed(
      'aws_iam_role_policy',
      { policy: policy({ ...ALLOW, Condition: { StringLike: { 's3:prefix': ['a/*'] } } }) },
      { policy: policy(ALLOW) },
    ),
  ],
  [
    'a policy more for a role that was there',
    'widens-policy',
    made('aws_iam_role_policy', { role: 'a', policy: policy(ALLOW) }),
  ],
  [
    'a policy attached to a role that was there',
    'widens-policy',
    made('aws_iam_role_policy_attachment', {
      role: 'a',
      policy_arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
    }),
  ],
  [
    'no permissions boundary',
    'widens-policy',
    changed('aws_iam_role', { permissions_boundary: 'arn:a' }, { permissions_boundary: null }),
  ],
  [
    'a reader of the collection',
    'widens-policy',
    changed(
      'aws_opensearchserverless_access_policy',
      access([`${ROLE}a`], ['aoss:ReadDocument']),
      access([`${ROLE}a`, `${ROLE}b`], ['aoss:ReadDocument']),
    ),
  ],
  [
    'a permission on the collection',
    'widens-policy',
    changed(
      'aws_opensearchserverless_access_policy',
      access([`${ROLE}a`], ['aoss:ReadDocument']),
      access([`${ROLE}a`], ['aoss:*']),
    ),
  ],
  [
    'a public collection',
    'widens-policy',
    changed(
      'aws_opensearchserverless_security_policy',
      network({ Rules: API_RULE, AllowFromPublic: false, SourceVPCEs: ['vpce-1'] }),
      network({ Rules: API_RULE, AllowFromPublic: true }),
    ),
  ],
  [
    'public Dashboards',
    'widens-policy',
    changed(
      'aws_opensearchserverless_security_policy',
      network({ Rules: API_RULE, AllowFromPublic: true }),
      network({ Rules: API_RULE, AllowFromPublic: true }, { Rules: DASHBOARD_RULE, AllowFromPublic: true }),
    ),
  ],
  [
    'a new policy for everything',
    'grants-wildcards',
    made('aws_iam_policy', { policy: policy({ Effect: 'Allow', Action: '*', Resource: '*' }) }),
  ],
  [
    'a new policy on every resource',
    'grants-wildcards',
    made(
      'aws_iam_role_policy',
      { policy: policy({ ...ALLOW, Resource: '*' }) },
      { after_unknown: { role: true } },
    ),
  ],
  [
    'a new administrator',
    'grants-wildcards',
    made(
      'aws_iam_role_policy_attachment',
      { policy_arn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
      { after_unknown: { role: true } },
    ),
  ],
  [
    'a new public bucket policy',
    'grants-wildcards',
    made(
      'aws_s3_bucket_policy',
      {
        policy: policy({
          Effect: 'Allow',
          Principal: '*',
          Action: 's3:GetObject',
          Resource: 'arn:aws:s3:::a/*',
        }),
      },
      { after_unknown: { bucket: true } },
    ),
  ],
  [
    'a policy that is not known yet',
    'unknown-policy',
    changed('aws_iam_role_policy', { policy: policy(ALLOW) }, {}, { after_unknown: { policy: true } }),
  ],
  [
    'public access not blocked',
    'opens-bucket',
    changed('aws_s3_bucket_public_access_block', BLOCKED, { ...BLOCKED, block_public_policy: false }),
  ],
  [
    'the block of public access destroyed',
    'opens-bucket',
    destroyed('aws_s3_bucket_public_access_block', { ...BLOCKED, bucket: 'a' }),
  ],
  [
    'a new bucket without the block',
    'opens-bucket',
    made('aws_s3_bucket_public_access_block', { ...BLOCKED, ignore_public_acls: false }),
  ],
  ['a public ACL', 'opens-bucket', made('aws_s3_bucket_acl', { acl: 'public-read' })],
  [
    'ACLs switched on',
    'opens-bucket',
    changed(
      'aws_s3_bucket_ownership_controls',
      { rule: [{ object_ownership: 'BucketOwnerEnforced' }] },
      { rule: [{ object_ownership: 'ObjectWriter' }] },
    ),
  ],
  [
    'an open API',
    'opens-api',
    changed(
      'aws_api_gateway_method',
      { http_method: 'GET', authorization: 'AWS_IAM' },
      { http_method: 'GET', authorization: 'NONE' },
    ),
  ],
  ['a new open function', 'opens-api', made('aws_lambda_function_url', { authorization_type: 'NONE' })],
  [
    'another principal',
    'permits-invocation',
    made('aws_lambda_permission', { function_name: 'a', principal: '444455556666' }),
  ],
  [
    'a source ARN taken out',
    'permits-invocation',
    replaced(
      'aws_lambda_permission',
      { principal: 'events.amazonaws.com', source_arn: 'arn:a' },
      { principal: 'events.amazonaws.com', source_arn: null },
    ),
  ],
  [
    'an open security group',
    'opens-network',
    changed(
      'aws_security_group',
      { ingress: [] },
      { ingress: [{ cidr_blocks: ['0.0.0.0/0'], from_port: 22, to_port: 22, protocol: 'tcp' }] },
    ),
  ],
  [
    'a new open rule',
    'opens-network',
    made('aws_vpc_security_group_ingress_rule', { cidr_ipv6: '::/0', ip_protocol: '-1' }),
  ],
  [
    'a public database',
    'opens-network',
    changed('aws_db_instance', { publicly_accessible: false }, { publicly_accessible: true }),
  ],
  [
    'a security group with more open ports',
    'opens-network',
    changed('aws_security_group', ssh('0.0.0.0/0', 22), ssh('0.0.0.0/0', 23)),
  ],
  ['a bucket whose grants let everyone in', 'opens-bucket', made('aws_s3_bucket_acl', EVERYONE)],
  [
    'another function of the mapping',
    'redirects-changes',
    changed(MAPPING, { function_name: 'arn:aws:lambda:eu-west-1:1:function:a' }, { function_name: 'b' }),
  ],
  [
    'documents that expire',
    'shortens-retention',
    made('aws_opensearchserverless_lifecycle_policy', { policy: '{}' }),
  ],
  ['a limit where there was none', 'gives-changes-up', changed(MAPPING, {}, { maximum_retry_attempts: 2 })],
  [
    'the replication of a bucket destroyed',
    'removes-backups',
    destroyed('aws_s3_bucket_replication_configuration'),
  ],
  ['a plan of backups destroyed', 'removes-backups', destroyed('aws_backup_plan')],
  [
    'the lock of a backup vault destroyed',
    'removes-deletion-protection',
    destroyed('aws_backup_vault_lock_configuration'),
  ],
  [
    'a log stream destroyed',
    'destroys-logs',
    destroyed('aws_cloudwatch_log_stream', { log_group_name: 'a' }),
  ],
  [
    'the encryption of a bucket destroyed',
    'weakens-encryption',
    destroyed('aws_s3_bucket_server_side_encryption_configuration', { bucket: 'a' }),
  ],
  [
    'the ownership of a bucket destroyed',
    'opens-bucket',
    destroyed('aws_s3_bucket_ownership_controls', { bucket: 'a' }),
  ],
  [
    'the account’s block of public access destroyed',
    'opens-bucket',
    destroyed('aws_s3_account_public_access_block'),
  ],
  [
    'a key that others may use',
    'widens-policy',
    made('aws_kms_grant', { key_id: 'a', grantee_principal: 'arn:b' }),
  ],
  [
    'a new open API',
    'opens-api',
    made('aws_api_gateway_method', { http_method: 'GET', authorization: 'NONE' }),
  ],
  ['a new open route', 'opens-api', made('aws_apigatewayv2_route', { authorization_type: 'NONE' })],
  ['a new public database', 'opens-network', made('aws_db_instance', { publicly_accessible: true })],
  ['a new public bucket', 'opens-bucket', made('aws_s3_bucket', { acl: 'public-read-write' })],
];

/** The same, where one attribute says it all: code, type, attribute, before and after. */
const ATTRIBUTES: readonly (readonly [
  code: string,
  type: string,
  attribute: string,
  before: Value,
  after: Value,
])[] = [
  ['removes-deletion-protection', 'aws_lb', 'enable_deletion_protection', true, false],
  ['removes-deletion-protection', 'aws_cognito_user_pool', 'deletion_protection', 'ACTIVE', 'INACTIVE'],
  ['removes-deletion-protection', 'aws_ecr_repository', 'force_delete', false, true],
  ['removes-deletion-protection', 'aws_db_instance', 'skip_final_snapshot', false, true],
  ['removes-deletion-protection', 'aws_db_instance', 'delete_automated_backups', false, true],
  ['removes-deletion-protection', 'aws_s3_bucket_object_lock_configuration', 'rule', [{ days: 1 }], []],
  [
    'removes-backups',
    'aws_dynamodb_table',
    'point_in_time_recovery',
    [{ recovery_period_in_days: 35 }],
    [{ recovery_period_in_days: 1 }],
  ],
  ['removes-backups', 'aws_db_instance', 'backup_retention_period', 7, 0],
  ['shortens-retention', 'aws_kms_key', 'deletion_window_in_days', 30, 7],
  [
    'expires-items',
    'aws_dynamodb_table',
    'ttl',
    [{ enabled: true, attribute_name: 'a' }],
    [{ enabled: true, attribute_name: 'b' }],
  ],
  ['suspends-versioning', 'aws_s3_bucket', 'versioning', [{ enabled: true }], [{ enabled: false }]],
  [
    'weakens-encryption',
    'aws_kinesis_firehose_delivery_stream',
    'server_side_encryption',
    [{ enabled: true }],
    [{ enabled: false }],
  ],
  ['weakens-encryption', 'aws_sqs_queue', 'sqs_managed_sse_enabled', true, false],
  ['weakens-encryption', 'aws_db_instance', 'storage_encrypted', true, false],
  ['weakens-encryption', 'aws_efs_file_system', 'encrypted', true, false],
  ['weakens-encryption', 'aws_elasticache_replication_group', 'at_rest_encryption_enabled', true, false],
  ['weakens-encryption', 'aws_elasticache_replication_group', 'transit_encryption_enabled', true, false],
  ['changes-encryption-key', 'aws_sqs_queue', 'kms_master_key_id', 'arn:a', ''],
  ['changes-encryption-key', 'aws_cloudwatch_log_group', 'kms_key_id', 'arn:a', null],
  ['changes-encryption-key', 'aws_lambda_function', 'kms_key_arn', 'arn:a', 'arn:b'],
  [
    'changes-encryption-key',
    'aws_kinesis_firehose_delivery_stream',
    'server_side_encryption',
    [{ key_arn: 'arn:a' }],
    [{ key_arn: 'arn:b' }],
  ],
  [
    'changes-encryption-key',
    'aws_kinesis_firehose_delivery_stream',
    'extended_s3_configuration',
    [{ kms_key_arn: 'arn:a' }],
    [{}],
  ],
  [
    'changes-encryption-key',
    'aws_s3_bucket_server_side_encryption_configuration',
    'rule',
    BUCKET_KEY('aws:kms', 'arn:a').rule,
    BUCKET_KEY('aws:kms', 'arn:b').rule,
  ],
  ['changes-encryption-key', 'aws_kms_alias', 'target_key_id', 'a', 'b'],
  ['disables-key', 'aws_kms_replica_key', 'enabled', true, false],
  ['interrupts-event-source-mapping', 'aws_pipes_pipe', 'desired_state', 'RUNNING', 'STOPPED'],
  [
    'interrupts-event-source-mapping',
    MAPPING,
    'starting_position_timestamp',
    '2026-01-01T00:00:00Z',
    '2026-02-01T00:00:00Z',
  ],
  ['gives-changes-up', 'aws_sqs_queue', 'redrive_policy', '{}', ''],
  ['gives-changes-up', 'aws_lambda_function', 'dead_letter_config', [{ target_arn: 'arn:a' }], []],
  [
    'spoils-delivery',
    'aws_kinesis_firehose_delivery_stream',
    'extended_s3_configuration',
    [{ s3_backup_mode: 'Enabled' }],
    [{ s3_backup_mode: 'Disabled' }],
  ],
  [
    'lowers-stream-capacity',
    'aws_kinesis_stream',
    'stream_mode_details',
    [{ stream_mode: 'ON_DEMAND' }],
    [{ stream_mode: 'PROVISIONED' }],
  ],
  [
    'redirects-changes',
    'aws_kinesis_firehose_delivery_stream',
    'extended_s3_configuration',
    [{ prefix: 'a/' }],
    [{ prefix: 'b/' }],
  ],
  ['widens-policy', 'aws_iam_role', 'managed_policy_arns', ['arn:a'], ['arn:b', 'arn:a']],
  [
    'widens-policy',
    'aws_iam_role',
    'inline_policy',
    [{ policy: policy(ALLOW) }],
    [{ policy: policy({ ...ALLOW, Resource: '*' }) }],
  ],
  ['opens-bucket', 'aws_s3_bucket_public_access_block', 'block_public_acls', true, false],
  ['opens-bucket', 'aws_s3_bucket_public_access_block', 'ignore_public_acls', true, false],
  ['opens-bucket', 'aws_s3_account_public_access_block', 'restrict_public_buckets', true, null],
  ['opens-bucket', 'aws_s3_bucket', 'acl', 'private', 'public-read'],
  ['opens-bucket', 'aws_s3_bucket_acl', 'acl', 'private', 'public-read-write'],
  ['opens-bucket', 'aws_s3_object', 'acl', 'private', 'authenticated-read'],
  ['opens-api', 'aws_apigatewayv2_route', 'authorization_type', 'AWS_IAM', 'NONE'],
  ['opens-api', 'aws_lambda_function_url', 'authorization_type', 'AWS_IAM', 'NONE'],
  ['opens-api', 'aws_api_gateway_method', 'api_key_required', true, false],
  [
    'opens-api',
    'aws_api_gateway_rest_api',
    'endpoint_configuration',
    [{ types: ['PRIVATE'] }],
    [{ types: ['REGIONAL'] }],
  ],
  ['opens-network', 'aws_opensearch_domain', 'vpc_options', [{ subnet_ids: ['a'] }], []],
];

describe('a review of dangerous plans', () => {
  for (const [title, code, ...changes] of DANGEROUS)
    it(`flags ${title}: ${code}`, () => {
      expect(codesOf(...changes)).to.include(code);
    });

  for (const [code, type, attribute, before, after] of ATTRIBUTES)
    it(`flags ${attribute} of ${type}: ${code}`, () => {
      const [was, is] = [{ [attribute]: before }, { [attribute]: after }];
      expect(codesOf(changed(type, was, is))).to.include(code);
      expect(codesOf(changed(type, is, is))).to.deep.equal([]);
    });

  it('has a plan for each code', () => {
    const tested = new Set(DANGEROUS.map(([, code]) => code));
    expect(RULES.map(({ code }) => code).filter((code) => !tested.has(code))).to.deep.equal([]);
  });
});
