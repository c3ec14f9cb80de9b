import type { StackName } from '../modules/stacks';

/** What a person is told of a module before the tables. */
export interface PipelineWords {
  /** The name of a call in examples. */
  readonly call: string;
  /** What it does, in a sentence, and what it makes. */
  readonly what: string;
  readonly makes: readonly string[];
  /** What an existing table must have. @default nothing */
  readonly asks?: string;
  /** What is billed, also while nothing changes. */
  readonly cost: string;
}

const SEARCH_MAKES = [
  'an OpenSearch Serverless collection with its encryption, network and data access policies, and the indices in it',
  'the function that writes changes to the indices, its event source mapping, role and log group',
  'a bucket and a queue for changes that can never be delivered',
];
const ARCHIVE_MAKES = [
  'a bucket for the archive, and a Glue table by which Athena reads it',
  'a Firehose stream into the bucket, with its role and error log',
];
const NEW_IMAGES =
  'The table must have a DynamoDB stream with new images: `stream_enabled = true`, `stream_view_type = "NEW_AND_OLD_IMAGES"`.';

export const PIPELINE_WORDS: Readonly<Record<StackName, PipelineWords>> = {
  'kinesis-to-search': {
    call: 'search',
    what: 'Follows a DynamoDB table into an OpenSearch Serverless collection, by way of a Kinesis data stream.',
    makes: ['a Kinesis data stream, and the streaming destination of the table', ...SEARCH_MAKES],
    cost: 'The collection is billed by the OCU hour and the Kinesis stream (on demand) by the hour, whether anything changes or not: with `standby_replicas = false` the collection costs half. Lambda, S3, SQS and logs are billed by use.',
  },
  'streams-to-search': {
    call: 'search',
    what: 'Follows a DynamoDB table into an OpenSearch Serverless collection, by way of its DynamoDB stream.',
    makes: SEARCH_MAKES,
    asks: NEW_IMAGES,
    cost: 'The collection is billed by the OCU hour, whether anything changes or not: with `standby_replicas = false` it costs half. Reading the DynamoDB stream from Lambda is free; Lambda, S3, SQS and logs are billed by use.',
  },
  'kinesis-to-s3': {
    call: 'archive',
    what: 'Archives each change of a DynamoDB table in S3, by way of a Kinesis data stream and Firehose.',
    makes: [
      'a Kinesis data stream, and the streaming destination of the table',
      'the function that makes lines of changes, with its role and log group',
      'a function that waits until Firehose reads, before changes are let in',
      ...ARCHIVE_MAKES,
    ],
    cost: 'The Kinesis stream (on demand) is billed by the hour, whether anything changes or not. Firehose is billed by the gigabyte, dynamic partitions and Parquet at a price of their own; Lambda, S3 and logs by use.',
  },
  'streams-to-s3': {
    call: 'archive',
    what: 'Archives each change of a DynamoDB table in S3, by way of its DynamoDB stream and Firehose.',
    makes: [
      'the function that sends changes to Firehose, its event source mapping, role and log group',
      'a bucket and a queue for changes that can never be delivered',
      ...ARCHIVE_MAKES,
    ],
    asks: NEW_IMAGES,
    cost: 'Nothing is billed while nothing changes but what is stored. Firehose is billed by the gigabyte, dynamic partitions and Parquet at a price of their own; Lambda, S3, SQS and logs by use.',
  },
};
