/** A check of checkov's that stacks may fail. */
export interface Skip {
  readonly check: string;
  /** What it finds fault with, by address; the others must pass. */
  readonly addresses: RegExp;
  /** The prop with which the check passes: where everything is set, it must. @default there is none */
  readonly passesWith?: string;
  readonly why: string;
}

const ALL = /./;
const PARKING = /^aws_s3_bucket\.\w+_parking_bucket_/;
const API = /^aws_api_gateway_.*_items-api_/;

/** A check may be listed twice, where there are different reasons for different resources. */
export const SKIPS: readonly Skip[] = [
  {
    check: 'CKV_AWS_119', // a table's own KMS key
    addresses: ALL,
    passesWith: 'tableKmsKeyArn',
    why: 'It is encrypted with the key that AWS keeps for DynamoDB. A key of your own costs, and its policy is yours to write.',
  },
  {
    check: 'CKV_AWS_145', // a bucket's own KMS key
    addresses: ALL,
    passesWith: 'archiveKmsKeyArn and parkingKmsKeyArn',
    why: 'It is encrypted with the key that AWS keeps for S3, and reached by TLS only.',
  },
  {
    check: 'CKV_AWS_158', // a log group's own KMS key
    addresses: ALL,
    passesWith: 'logKmsKeyArn',
    why: 'Logs are encrypted by CloudWatch Logs, and hold nothing of an item.',
  },
  {
    check: 'CKV_AWS_338', // logs are kept for a year
    addresses: ALL,
    passesWith: 'logRetentionDays',
    why: 'They tell of counts and faults, which nobody asks for after a month. What was changed is in the archive.',
  },
  {
    check: 'CKV2_AWS_61', // a bucket's objects go at some time
    addresses: ALL,
    passesWith: 'archiveRetentionDays and parkingRetentionDays',
    why: 'An archive, and changes that could not be delivered, are kept until somebody says how long.',
  },
  {
    check: 'CKV_AWS_117', // a function in a VPC
    addresses: /^aws_lambda_function\.(?!.*_items-api_)/,
    passesWith: 'subnetIds and securityGroupIds',
    why: "It calls AWS's public endpoints only, signed and by TLS; a VPC needs endpoints for each of them.",
  },
  {
    check: 'CKV_AWS_117',
    addresses: /^aws_lambda_function\..*_items-api_/,
    why: 'It calls DynamoDB only, and API Gateway calls it: there is nothing in a VPC for it.',
  },
  {
    check: 'CKV_AWS_115', // reserved concurrency
    addresses: /^aws_lambda_function\.\w+_(indexer|transformer|forwarder)_/,
    passesWith: 'reservedConcurrency',
    why: 'Shards and parallelizationFactor bound how many run at once. Reserving takes from what the account has for others.',
  },
  {
    check: 'CKV_AWS_115',
    addresses: /^aws_lambda_function\.\w+_(bootstrap|canary|sweeper)_/,
    why: 'Terraform or one schedule invokes it: one at a time.',
  },
  {
    check: 'CKV_AWS_115',
    addresses: /^aws_lambda_function\..*_items-api_/,
    why: "The API's throttling bounds it: apiThrottlingRateLimit.",
  },
  {
    check: 'CKV_AWS_116', // a dead-letter queue
    addresses: /^aws_lambda_function\.\w+_(indexer|transformer|forwarder)_/,
    why: 'Lambda uses it for asynchronous invocations only. Streams have an on-failure destination, Firehose an error prefix.',
  },
  {
    check: 'CKV_AWS_116',
    addresses: /^aws_lambda_function\..*_(bootstrap|canary|items-api)_/,
    why: 'It is invoked synchronously: who calls gets the error.',
  },
  {
    check: 'CKV_AWS_116',
    addresses: /^aws_lambda_function\.\w+_sweeper_/,
    why: 'What one sweep leaves, the next one of the schedule finds.',
  },
  {
    check: 'CKV_AWS_173', // a KMS key for environment variables
    addresses: ALL,
    why: 'They hold names, endpoints and settings, no secret, and are encrypted by Lambda.',
  },
  {
    check: 'CKV_AWS_272', // code signing
    addresses: ALL,
    why: "The zip is built here, and its hash stands in the plan. A signing profile is its owner's to have.",
  },
  {
    check: 'CKV_AWS_355', // a policy for all resources
    addresses: ALL,
    why: 'X-Ray and the network interfaces of functions in a VPC have no resource to name. least-privilege.test.ts lists them.',
  },
  {
    check: 'CKV_AWS_290', // the same of actions that write
    addresses: ALL,
    why: 'X-Ray and the network interfaces of functions in a VPC have no resource to name. least-privilege.test.ts lists them.',
  },
  {
    check: 'CKV_AWS_241', // a delivery stream's own KMS key
    addresses: ALL,
    why: 'It holds lines for a day at most, with a key that AWS owns; what it writes is encrypted with archiveKmsKeyArn.',
  },
  {
    check: 'CKV_AWS_18', // access logs of a bucket
    addresses: ALL,
    why: "They go to another bucket, which is the account's. CloudTrail's data events tell more.",
  },
  {
    check: 'CKV_AWS_144', // a copy in another region
    addresses: ALL,
    why: 'The table is what is saved, with point-in-time recovery; a copy needs a bucket and a provider elsewhere.',
  },
  {
    check: 'CKV2_AWS_62', // events of a bucket
    addresses: PARKING,
    why: 'The parking queue tells of each change that was put aside.',
  },
  {
    check: 'CKV2_AWS_62',
    addresses: /^aws_s3_bucket\.\w+_archive_bucket_/,
    why: 'Athena finds new objects by their prefix. Whoever wants events of the bucket adds them.',
  },
  {
    check: 'CKV_AWS_120', // the API's cache
    addresses: API,
    why: 'The API shows what the table has now; a cache costs by the hour.',
  },
  {
    check: 'CKV_AWS_225', // the same of a method
    addresses: API,
    why: 'The API shows what the table has now; a cache costs by the hour.',
  },
  {
    check: 'CKV_AWS_73', // X-Ray for the API
    addresses: API,
    passesWith: 'tracing',
    why: 'Traces cost by the request.',
  },
  {
    check: 'CKV_AWS_76', // access logs of the API
    addresses: API,
    passesWith: 'apiAccessLogs',
    why: "They need a role that is set for all of the account's APIs at once.",
  },
  {
    check: 'CKV2_AWS_4', // API Gateway's execution log
    addresses: API,
    why: 'It would hold items. Access logs, apiAccessLogs, do not.',
  },
  {
    check: 'CKV2_AWS_29', // a web ACL
    addresses: API,
    why: 'IAM signs each call. A web ACL costs by the month, and is attached to the stage from outside.',
  },
  {
    check: 'CKV2_AWS_51', // a client certificate
    addresses: API,
    why: 'API Gateway shows it to HTTP backends; this one is a function, which it invokes by its permission.',
  },
  {
    check: 'CKV_AWS_237', // a new API before the old one goes
    addresses: API,
    why: 'Nothing but a changed address replaces it, and then its URL is another one, whatever comes first.',
  },
];
