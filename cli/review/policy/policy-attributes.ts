import type { Value } from '../plan/value';
import type { Whole } from '../rules/existing';
import { accessStatements, networkStatements } from './collection-policy';
import { policyStatements, type Statement } from './policy-document';

/** Where resources have policies, and whose they are. */
export interface PolicyAttribute {
  readonly type: string;
  readonly attribute: string;
  /** What a principal may, who may take a role on, or who may use a resource. */
  readonly of: 'identity' | 'trust' | 'resource' | 'collection';
  /** What gets the policy, where the policy is a resource of its own. */
  readonly whole?: Whole;
  readonly statements: (text: Value | undefined) => readonly Statement[] | undefined;
}

const identity = (type: string, attribute = 'policy', whole?: Whole): PolicyAttribute => ({
  type,
  attribute,
  of: 'identity',
  statements: policyStatements,
  ...(whole && { whole }),
});

const resource = (type: string, attribute = 'policy', whole?: Whole): PolicyAttribute => ({
  ...identity(type, attribute, whole),
  of: 'resource',
});

const POLICIES: readonly PolicyAttribute[] = [
  identity('aws_iam_policy'),
  identity('aws_iam_role_policy', 'policy', { type: 'aws_iam_role', attribute: 'role' }),
  identity('aws_iam_user_policy', 'policy', { type: 'aws_iam_user', attribute: 'user' }),
  identity('aws_iam_group_policy', 'policy', { type: 'aws_iam_group', attribute: 'group' }),
  identity('aws_ssoadmin_permission_set_inline_policy', 'inline_policy'),
  { ...identity('aws_iam_role', 'assume_role_policy'), of: 'trust' },
  resource('aws_s3_bucket_policy', 'policy', { type: 'aws_s3_bucket', attribute: 'bucket' }),
  resource('aws_s3_bucket'),
  resource('aws_s3_access_point'),
  resource('aws_s3control_access_point_policy'),
  resource('aws_sqs_queue_policy', 'policy', { type: 'aws_sqs_queue', attribute: 'queue_url' }),
  resource('aws_sqs_queue'),
  resource('aws_sns_topic_policy', 'policy', { type: 'aws_sns_topic', attribute: 'arn' }),
  resource('aws_sns_topic'),
  resource('aws_kms_key_policy', 'policy', { type: 'aws_kms_key', attribute: 'key_id' }),
  resource('aws_kms_key'),
  resource('aws_kms_external_key'),
  resource('aws_kms_replica_key'),
  resource('aws_dynamodb_resource_policy', 'policy', {
    type: 'aws_dynamodb_table',
    attribute: 'resource_arn',
  }),
  resource('aws_kinesis_resource_policy', 'policy', {
    type: 'aws_kinesis_stream',
    attribute: 'resource_arn',
  }),
  resource('aws_secretsmanager_secret_policy', 'policy', {
    type: 'aws_secretsmanager_secret',
    attribute: 'secret_arn',
  }),
  resource('aws_secretsmanager_secret'),
  resource('aws_api_gateway_rest_api_policy', 'policy', {
    type: 'aws_api_gateway_rest_api',
    attribute: 'rest_api_id',
  }),
  resource('aws_api_gateway_rest_api'),
  resource('aws_cloudwatch_log_resource_policy', 'policy_document'),
  resource('aws_cloudwatch_event_bus_policy'),
  resource('aws_ecr_repository_policy', 'policy', { type: 'aws_ecr_repository', attribute: 'repository' }),
  resource('aws_efs_file_system_policy', 'policy', {
    type: 'aws_efs_file_system',
    attribute: 'file_system_id',
  }),
  resource('aws_backup_vault_policy', 'policy', { type: 'aws_backup_vault', attribute: 'backup_vault_name' }),
  resource('aws_glue_resource_policy'),
  resource('aws_opensearch_domain', 'access_policies'),
  resource('aws_elasticsearch_domain', 'access_policies'),
  resource('aws_opensearch_domain_policy', 'access_policies'),
  resource('aws_vpc_endpoint'),
  {
    type: 'aws_opensearchserverless_access_policy',
    attribute: 'policy',
    of: 'collection',
    statements: accessStatements,
  },
  {
    type: 'aws_opensearchserverless_security_policy',
    attribute: 'policy',
    of: 'collection',
    statements: networkStatements,
  },
];

export function policyAttributesOf(type: string): readonly PolicyAttribute[] {
  return POLICIES.filter((policy) => policy.type === type);
}
