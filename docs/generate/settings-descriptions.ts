/** Of props whose docstring tells only a part: the rest follows from where they stand in the code. */
export const DESCRIPTIONS: Readonly<Record<string, string>> = {
  region: 'The AWS Region of every resource.',
  tags: 'Tags of every resource, beside `Project` and `Pipeline`, which each one has.',
  indexName: 'The index that the documents go to: 1 to 255 characters, none of them upper-case.',
  apiName: 'The name of the REST API: 1 to 255 letters, digits, spaces, "_", "." and "-".',
  partitionKeyName: 'The partition key of the table that is made: 1 to 255 characters.',
  partitionKeyType: 'Its type: string, number or binary.',
  sortKeyName: 'The sort key of the table that is made: 1 to 255 characters.',
  sortKeyType: 'Its type: string, number or binary.',
  tableKmsKeyArn: 'The KMS key of the table.',
  streamName: 'The Kinesis data stream: 1 to 128 letters, digits, "-", "_" and ".".',
  streamKmsKeyArn: 'The KMS key of the stream.',
  collectionKmsKeyArn: 'The KMS key of the collection.',
  deliveryStreamName: 'The Firehose stream: 1 to 64 letters, digits, "-", "_" and "."',
  databaseName:
    'The Glue database, in which Athena finds the archive: 1 to 128 lower-case letters, digits and "_".',
  archiveKmsKeyArn: 'The KMS key of the archive bucket.',
  logKmsKeyArn: 'The KMS key of the log groups.',
  tracing: 'Whether X-Ray traces the functions, and the items API.',
  subnetIds: 'Runs the functions inside a VPC, as a private collection asks.',
  securityGroupIds: 'The security groups there; needed with `subnetIds`.',
  parkingKmsKeyArn: 'The KMS key of the parking bucket and queue.',
  apiFunctionName: 'The function behind the API: 1 to 64 letters, digits, "-" and "_".',
  timeoutSeconds:
    "How long one invocation of the pipeline's function may take: 1 to 900; 1 to 300 of `kinesis-to-s3`, since Firehose waits no longer.",
  memorySizeMb: "The memory of the pipeline's function: 128 to 10240.",
  reservedConcurrency:
    "How many invocations of the pipeline's function may run at once: 0 to 100000; 0 stops it.",
  maximumRetryAttempts:
    'How often Lambda sends a batch that fails again: 0 to 10000; -1 until a change is too old.',
  deletionProtection:
    'Refuses to delete the table, the stream, the streaming destination between them, the collection, and an archive or a parking bucket that still holds objects.',
};
