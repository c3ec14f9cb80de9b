const ACCOUNT = '111122223333';
const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

/** All that makes a stack of main.ts safer, or adds resources to it. */
export const EVERYTHING: Readonly<Record<string, string>> = {
  CDC_TABLE_KMS_KEY_ARN: KEY,
  CDC_STREAM_KMS_KEY_ARN: KEY,
  CDC_LOG_KMS_KEY_ARN: KEY,
  CDC_LOG_RETENTION_DAYS: '365',
  CDC_COLLECTION_KMS_KEY_ARN: KEY,
  CDC_PARKING_KMS_KEY_ARN: KEY,
  CDC_PARKING_RETENTION_DAYS: '30',
  CDC_ARCHIVE_KMS_KEY_ARN: KEY,
  CDC_ARCHIVE_RETENTION_DAYS: '365',
  CDC_ARCHIVE_FORMAT: 'parquet',
  CDC_ARCHIVE_PARTITIONING: 'change',
  CDC_ENHANCED_FAN_OUT: 'true',
  CDC_SOFT_DELETE: 'true',
  CDC_TRACING: 'true',
  CDC_API_ACCESS_LOGS: 'true',
  CDC_RESERVED_CONCURRENCY: '10',
  CDC_READERS: `arn:aws:iam::${ACCOUNT}:role/analyst`,
  CDC_VPC_ENDPOINT_IDS: 'vpce-0123456789abcdef0',
  CDC_SUBNET_IDS: 'subnet-0123456789abcdef0',
  CDC_SECURITY_GROUP_IDS: 'sg-0123456789abcdef0',
};
