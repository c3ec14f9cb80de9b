import type { Role } from './proofs';

/** Actions of which the emulator cannot show that they are needed. */
export interface AwsOnly {
  readonly roles: readonly Role[];
  readonly actions: readonly string[];
  /** The setting without which the role does not have them. @default none: it always has them */
  readonly setting?: string;
  /** AWS's page that asks for them. */
  readonly page: string;
  /** Who uses them, and why it shows on AWS only. */
  readonly reason: string;
}

const AWS = 'https://docs.aws.amazon.com';

const BY_FIREHOSE = 'Firehose itself, in ways that it does not document';
const ENCRYPTION = 'the emulator encrypts nothing';

const FUNCTIONS: readonly Role[] = [
  'archive-canary',
  'firehose-forwarder',
  'firehose-transformer',
  'search-bootstrap',
  'search-indexer',
  'search-sweeper',
];

/** What AWS asks for, and only AWS itself can check. */
export const AWS_ONLY: readonly AwsOnly[] = [
  {
    roles: ['search-indexer'],
    actions: ['kinesis:DescribeStreamSummary'],
    page: `${AWS}/lambda/latest/dg/services-kinesis-create.html`,
    reason: 'Lambda’s event source mapping, in ways that it does not document',
  },
  {
    roles: ['search-indexer', 'firehose-forwarder'],
    actions: ['s3:ListBucket'],
    page: `${AWS}/lambda/latest/dg/kinesis-on-failure-destination.html`,
    reason: 'Lambda’s event source mapping, before it keeps a batch in the parking bucket',
  },
  {
    roles: ['firehose'],
    actions: [
      'lambda:GetFunctionConfiguration',
      's3:AbortMultipartUpload',
      's3:GetBucketLocation',
      's3:GetObject',
      's3:ListBucket',
      's3:ListBucketMultipartUploads',
    ],
    page: `${AWS}/firehose/latest/dev/controlling-access.html#using-iam-s3`,
    reason: BY_FIREHOSE,
  },
  {
    roles: ['firehose'],
    actions: ['glue:GetTable', 'glue:GetTableVersion', 'glue:GetTableVersions'],
    setting: 'CDC_ARCHIVE_FORMAT',
    page: `${AWS}/firehose/latest/dev/controlling-access.html#using-iam-glue`,
    reason: `${BY_FIREHOSE}: it reads the table of a Parquet archive with one of the three`,
  },
  {
    roles: [...FUNCTIONS, 'items-api'],
    actions: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
    setting: 'CDC_TRACING',
    page: `${AWS}/lambda/latest/dg/services-xray.html`,
    reason: 'Lambda’s runtime; the emulator takes no traces',
  },
  {
    roles: FUNCTIONS,
    actions: [
      'ec2:AssignPrivateIpAddresses',
      'ec2:CreateNetworkInterface',
      'ec2:DeleteNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:UnassignPrivateIpAddresses',
    ],
    setting: 'CDC_SUBNET_IDS',
    page: `${AWS}/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions`,
    reason: 'Lambda, when the function joins the VPC; the emulator has no network interfaces',
  },
  {
    roles: ['items-api', 'search-indexer', 'firehose-forwarder'],
    actions: ['kms:Decrypt'],
    setting: 'CDC_TABLE_KMS_KEY_ARN',
    page: `${AWS}/amazondynamodb/latest/developerguide/encryption.usagenotes.html#dynamodb-kms-authz`,
    reason: `DynamoDB, for the reader of the table or of its stream; ${ENCRYPTION}`,
  },
  {
    roles: ['search-indexer', 'firehose'],
    actions: ['kms:Decrypt'],
    setting: 'CDC_STREAM_KMS_KEY_ARN',
    page: `${AWS}/streams/latest/dev/permissions-user-key-KMS.html`,
    reason: `Kinesis, for whoever reads records; ${ENCRYPTION}`,
  },
  {
    roles: ['firehose-transformer', 'archive-canary'],
    actions: ['kms:GenerateDataKey'],
    setting: 'CDC_STREAM_KMS_KEY_ARN',
    page: `${AWS}/streams/latest/dev/permissions-user-key-KMS.html`,
    reason: `Kinesis, for whoever puts records; ${ENCRYPTION}`,
  },
  {
    roles: ['search-indexer', 'firehose-forwarder'],
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    setting: 'CDC_PARKING_KMS_KEY_ARN',
    page: `${AWS}/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html`,
    reason: `SQS, for whoever sends a message, and S3; ${ENCRYPTION}`,
  },
  {
    roles: ['firehose'],
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    setting: 'CDC_ARCHIVE_KMS_KEY_ARN',
    page: `${AWS}/firehose/latest/dev/controlling-access.html#using-iam-s3`,
    reason: `S3, for whoever puts an object; ${ENCRYPTION}`,
  },
  {
    roles: ['firehose-transformer'],
    actions: ['kms:GenerateDataKey'],
    setting: 'CDC_ARCHIVE_KMS_KEY_ARN',
    page: `${AWS}/AmazonS3/latest/userguide/UsingKMSEncryption.html`,
    reason: `S3, for whoever puts an object; ${ENCRYPTION}`,
  },
];

/** Of a role as `main.ts` has it, and with `everySetting` of one that has all that settings add. */
export function awsOnlyActions(role: Role, { everySetting }: { readonly everySetting: boolean }): string[] {
  const own = AWS_ONLY.filter(({ roles, setting }) => roles.includes(role) && (everySetting || !setting));
  return [...new Set(own.flatMap(({ actions }) => actions))];
}
