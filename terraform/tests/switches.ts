import type { StackName } from '../../modules/stacks';
import { PIPELINE_VARIABLES } from '../variables/pipeline-variables';

/** A setting that decides what a module makes, and what is seen of it in the plan. */
export interface Switch {
  readonly name: string;
  readonly props: Readonly<Record<string, unknown>>;
  /** Expressions that hold then, each with what is wrong otherwise. */
  readonly asserts: readonly (readonly [condition: string, message: string])[];
}

type Asserts = Switch['asserts'];

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const ROLE = 'arn:aws:iam::111122223333:role/mine';

/** What a pipeline's own function is called in its resources' names. */
const MAIN: Readonly<Record<StackName, string>> = {
  'kinesis-to-search': 'indexer',
  'streams-to-search': 'indexer',
  'kinesis-to-s3': 'transformer',
  'streams-to-s3': 'forwarder',
};

/** A run with the defaults, and one for each variable that decides what is made; those of other pipelines' props are left out. */
export function switches(pipeline: StackName): readonly Switch[] {
  const known: ReadonlySet<string> = new Set([...Object.keys(PIPELINE_VARIABLES[pipeline]), 'tags']);
  const all = [
    defaults(pipeline, known),
    ...ofAll(pipeline),
    ...ofKinesis(),
    ...ofSearch(),
    ...ofTrigger(pipeline),
    ...ofArchive(pipeline),
  ];
  return all.filter(({ props }) => Object.keys(props).every((prop) => known.has(prop)));
}

function isMade(address: string, count = 1): Asserts[number] {
  return [`length(${address}) == ${count}`, `${count === 1 ? 'There is no' : 'There is a'} ${address}.`];
}

/** Only the stream of a table that was there already is not told by its name. */
function lookedUp(pipeline: StackName, count: number): Asserts {
  return pipeline.startsWith('streams')
    ? [isMade('data.aws_dynamodb_table.change_stream_table_existing', count)]
    : [];
}

function defaults(pipeline: StackName, known: ReadonlySet<string>): Switch {
  const lambda = `aws_lambda_function.${MAIN[pipeline]}_function_function`;
  const has = (prop: string, ...asserts: Asserts): Asserts => (known.has(prop) ? asserts : []);
  return {
    name: 'defaults',
    props: {},
    asserts: [
      isMade('aws_dynamodb_table.change_stream_table', 0),
      ...lookedUp(pipeline, 1),
      [`startswith(${lambda}.function_name, "orders-")`, 'The name is not what the names begin with.'],
      [`length(${lambda}.vpc_config) == 0`, 'The function is in a VPC.'],
      ...has('createStream', isMade('aws_kinesis_stream.change_stream_stream'), [
        'aws_kinesis_stream.change_stream_stream[0].retention_period == 168',
        'The stream keeps a change for another time than a week.',
      ]),
      ...has('createCollection', isMade('aws_opensearchserverless_collection.collection_collection'), [
        'jsondecode(aws_lambda_invocation.index_invocation["index"].input).index == "orders"',
        'The index is not called as the table is.',
      ]),
      ...has('softDelete', isMade('aws_lambda_function.sweeper_function_function', 0)),
      ...has('createArchiveBucket', isMade('aws_s3_bucket.archive_bucket'), [
        'aws_glue_catalog_table.archive_table.parameters.classification == "json"',
        'The archive is not of JSON.',
      ]),
    ],
  };
}

function ofAll(pipeline: StackName): Switch[] {
  const main = MAIN[pipeline];
  const lambda = `aws_lambda_function.${main}_function_function`;
  const policy = `aws_iam_role_policy.${main}_function_role_policy`;
  return [
    {
      name: 'a_table_of_its_own',
      props: { createTable: true, sortKeyName: 'at', sortKeyType: 'N', deletionProtection: true },
      asserts: [
        isMade('aws_dynamodb_table.change_stream_table'),
        ...lookedUp(pipeline, 0),
        ['aws_dynamodb_table.change_stream_table[0].hash_key == "id"', 'The hash key is not id.'],
        ['aws_dynamodb_table.change_stream_table[0].range_key == "at"', 'The range key is not at.'],
        [
          'length(aws_dynamodb_table.change_stream_table[0].attribute) == 2',
          'The table has not both attributes.',
        ],
        [
          'aws_dynamodb_table.change_stream_table[0].deletion_protection_enabled',
          'The table is not protected.',
        ],
      ],
    },
    {
      name: 'a_key_of_the_table',
      props: { createTable: true, tableKmsKeyArn: KEY },
      asserts: [
        [
          `aws_dynamodb_table.change_stream_table[0].server_side_encryption[0].kms_key_arn == "${KEY}"`,
          'The table has not the key.',
        ],
      ],
    },
    {
      name: 'a_role_that_is_there',
      props: {
        createRole: false,
        functionRoleArn: ROLE,
        ...(pipeline.endsWith('s3') && { deliveryStreamRoleArn: ROLE }),
      },
      asserts: [
        isMade(`aws_iam_role.${main}_function_role`, 0),
        isMade(policy, 0),
        [`${lambda}.role == "${ROLE}"`, 'The function has not the role.'],
        ['output.function_role_arn == var.function_role_arn', 'The output is not the role.'],
      ],
    },
    {
      name: 'in_a_vpc',
      props: { subnetIds: ['subnet-1', 'subnet-2'], securityGroupIds: ['sg-1'] },
      asserts: [[`length(${lambda}.vpc_config[0].subnet_ids) == 2`, 'The function is not in the VPC.']],
    },
    {
      name: 'tracing',
      props: { tracing: true },
      asserts: [[`${lambda}.tracing_config[0].mode == "Active"`, 'The function is not traced.']],
    },
    {
      name: 'a_key_of_the_logs',
      props: { logKmsKeyArn: KEY, logRetentionDays: 7 },
      asserts: [
        [
          `aws_cloudwatch_log_group.${main}_function_log_group.kms_key_id == "${KEY}"`,
          'The log group has not the key.',
        ],
        [
          `aws_cloudwatch_log_group.${main}_function_log_group.retention_in_days == 7`,
          'The log group keeps logs for another time.',
        ],
      ],
    },
    {
      name: 'few_at_once',
      props: { reservedConcurrency: 2 },
      asserts: [[`${lambda}.reserved_concurrent_executions == 2`, 'The concurrency is another.']],
    },
    {
      name: 'tags',
      props: { tags: { Team: 'orders' } },
      asserts: [[`${lambda}.tags.Team == "orders"`, 'The function has not the tag.']],
    },
  ];
}

function ofKinesis(): Switch[] {
  return [
    {
      name: 'a_stream_that_is_there',
      props: { createStream: false, streamName: 'orders' },
      asserts: [
        isMade('aws_kinesis_stream.change_stream_stream', 0),
        isMade('data.aws_kinesis_stream.change_stream_existing_stream'),
        isMade('aws_dynamodb_kinesis_streaming_destination.change_stream_streaming_destination'),
        ['output.stream_name == "orders"', 'The output is not the stream.'],
      ],
    },
    {
      name: 'a_streaming_destination_that_is_there',
      props: { createStream: false, createStreamingDestination: false },
      asserts: [isMade('aws_dynamodb_kinesis_streaming_destination.change_stream_streaming_destination', 0)],
    },
    {
      name: 'a_key_of_the_stream',
      props: { streamKmsKeyArn: KEY },
      asserts: [
        [`aws_kinesis_stream.change_stream_stream[0].kms_key_id == "${KEY}"`, 'The stream has not the key.'],
      ],
    },
    {
      name: 'enhanced_fan_out',
      props: { enhancedFanOut: true },
      asserts: [isMade('aws_kinesis_stream_consumer.indexer_event_source_mapping_stream_consumer')],
    },
    {
      name: 'from_a_time_on',
      props: { startingPosition: 'AT_TIMESTAMP', startingPositionTimestamp: '2026-01-31T12:00:00Z' },
      asserts: [
        [
          'aws_lambda_event_source_mapping.indexer_event_source_mapping.starting_position == "AT_TIMESTAMP"',
          'The trigger starts elsewhere.',
        ],
      ],
    },
  ];
}

function ofSearch(): Switch[] {
  const policy = 'jsondecode(aws_opensearchserverless_security_policy.collection_network_policy[0].policy)';
  return [
    {
      name: 'a_collection_that_is_there',
      props: { createCollection: false, collectionName: 'shared' },
      asserts: [
        isMade('aws_opensearchserverless_collection.collection_collection', 0),
        isMade('aws_opensearchserverless_security_policy.collection_encryption_policy', 0),
        isMade('data.aws_opensearchserverless_collection.collection_existing'),
        [
          'aws_opensearchserverless_access_policy.collection_access_policy.name == "orders"',
          'The data access policy is not called as the module is.',
        ],
      ],
    },
    {
      name: 'another_search_endpoint',
      props: { searchEndpoint: 'http://localhost:9200' },
      asserts: [
        [
          'aws_lambda_function.indexer_function_function.environment[0].variables.SEARCH_ENDPOINT == "http://localhost:9200"',
          'The function writes elsewhere.',
        ],
        ['output.search_endpoint == "http://localhost:9200"', 'The output is not the endpoint.'],
      ],
    },
    {
      name: 'a_private_collection',
      props: { vpcEndpointIds: ['vpce-1'] },
      asserts: [
        [`${policy}[0].AllowFromPublic == false`, 'The API is public.'],
        [`${policy}[1].AllowFromPublic == false`, 'Dashboards is public.'],
      ],
    },
    {
      name: 'public_dashboards_of_a_private_collection',
      props: { vpcEndpointIds: ['vpce-1'], publicDashboards: true },
      asserts: [
        [`${policy}[0].AllowFromPublic == false`, 'The API is public.'],
        [`${policy}[1].AllowFromPublic == true`, 'Dashboards is not public.'],
      ],
    },
    {
      name: 'a_key_of_the_collection',
      props: { collectionKmsKeyArn: KEY },
      asserts: [
        [
          `jsondecode(aws_opensearchserverless_security_policy.collection_encryption_policy[0].policy).KmsARN == "${KEY}"`,
          'The collection has not the key.',
        ],
      ],
    },
    {
      name: 'readers_and_no_replicas',
      props: { readers: [ROLE], standbyReplicas: false, createRole: false, functionRoleArn: ROLE },
      asserts: [
        [
          `jsondecode(aws_opensearchserverless_access_policy.collection_access_policy.policy)[0].Principal == ["${ROLE}"]`,
          'The reader may not read.',
        ],
        [
          'aws_opensearchserverless_collection.collection_collection[0].standby_replicas == "DISABLED"',
          'There are replicas.',
        ],
      ],
    },
    {
      name: 'soft_delete',
      props: { softDelete: true },
      asserts: [
        isMade('aws_lambda_function.sweeper_function_function'),
        [
          'aws_lambda_function.indexer_function_function.environment[0].variables.SOFT_DELETE == "true"',
          'The function leaves no tombstones.',
        ],
        ['jsonencode(output.live_aliases) == jsonencode(["orders-live"])', 'The alias is another.'],
      ],
    },
    {
      name: 'refused_documents_without_a_marker',
      props: { markRefused: false },
      asserts: [
        [
          'aws_lambda_function.indexer_function_function.environment[0].variables.MARK_REFUSED == "false"',
          'The function puts markers.',
        ],
      ],
    },
    {
      name: 'some_items_and_attributes',
      props: { filter: { status: ['open'] }, include: ['id', 'title'], rename: { title: 'name' } },
      asserts: [
        [
          'jsondecode(aws_lambda_function.indexer_function_function.environment[0].variables.ROUTES)[0].include == ["id", "title"]',
          'The function has another route.',
        ],
      ],
    },
    {
      name: 'several_indices',
      props: {
        routes: [
          { indexName: 'open', filter: { status: ['open'] } },
          { indexName: 'all', settings: { 'index.mapping.depth.limit': 20 } },
        ],
      },
      asserts: [
        ['length(aws_lambda_invocation.index_invocation) == 2', 'There are not two indices.'],
        ['jsonencode(output.index_names) == jsonencode(["open", "all"])', 'The indices are others.'],
      ],
    },
  ];
}

function ofTrigger(pipeline: StackName): Switch[] {
  const main = MAIN[pipeline];
  const bucket = `${main}_parking_bucket`;
  return [
    {
      name: 'a_parking_bucket_that_is_there',
      props: { createParkingBucket: false, parkingBucketName: 'orders' },
      asserts: [
        isMade(`aws_s3_bucket.${bucket}`, 0),
        isMade(`data.aws_s3_bucket.${bucket}_existing`),
        [
          `aws_lambda_event_source_mapping.${main}_event_source_mapping.destination_config[0].on_failure[0].destination_arn == "arn:aws:s3:::orders"`,
          'Batches are kept elsewhere.',
        ],
      ],
    },
    {
      name: 'a_key_of_the_parking_and_an_end_of_it',
      props: { parkingKmsKeyArn: KEY, parkingRetentionDays: 30 },
      asserts: [
        isMade(`aws_s3_bucket_lifecycle_configuration.${bucket}_lifecycle`),
        [`aws_sqs_queue.${main}_parking_queue.kms_master_key_id == "${KEY}"`, 'The queue has not the key.'],
      ],
    },
    {
      name: 'a_protected_parking_bucket',
      props: { deletionProtection: true, bisectBatchOnFunctionError: false },
      asserts: [
        [`aws_s3_bucket.${bucket}[0].force_destroy == false`, 'The bucket is emptied.'],
        [
          `aws_lambda_event_source_mapping.${main}_event_source_mapping.bisect_batch_on_function_error == false`,
          'Batches are split.',
        ],
      ],
    },
  ];
}

function ofArchive(pipeline: StackName): Switch[] {
  const s3 = 'aws_kinesis_firehose_delivery_stream.delivery_stream.extended_s3_configuration[0]';
  return [
    {
      name: 'an_archive_bucket_that_is_there',
      props: { createArchiveBucket: false, archiveBucketName: 'orders' },
      asserts: [
        isMade('aws_s3_bucket.archive_bucket', 0),
        isMade('data.aws_s3_bucket.archive_bucket_existing'),
        [`${s3}.bucket_arn == "arn:aws:s3:::orders"`, 'The archive is elsewhere.'],
      ],
    },
    {
      name: 'parquet_by_the_day_of_the_change',
      props: { archiveFormat: 'parquet', archivePartitioning: 'change' },
      asserts: [
        ['aws_glue_catalog_table.archive_table.parameters.classification == "parquet"', 'It is no Parquet.'],
        [`${s3}.compression_format == "UNCOMPRESSED"`, 'Parquet is compressed twice.'],
        [`${s3}.dynamic_partitioning_configuration[0].enabled`, 'The partitions are of the arrival.'],
      ],
    },
    {
      name: 'items_alone',
      props: { archiveLine: 'item' },
      asserts: [
        [
          'length(aws_glue_catalog_table.archive_table.storage_descriptor[0].columns) == 1',
          'The table has the columns of a change.',
        ],
      ],
    },
    {
      name: 'some_items',
      props: { filter: { status: ['open'] }, archiveLine: 'change' },
      asserts: [
        [
          `jsondecode(aws_lambda_function.${MAIN[pipeline]}_function_function.environment[0].variables.FILTER) == { status = ["open"] }`,
          'The filter is another.',
        ],
      ],
    },
    {
      name: 'a_key_of_the_archive_and_an_end_of_it',
      props: { archiveKmsKeyArn: KEY, archiveRetentionDays: 30, archiveVersioning: false },
      asserts: [
        [`${s3}.kms_key_arn == "${KEY}"`, 'The archive has not the key.'],
        isMade('aws_s3_bucket_lifecycle_configuration.archive_bucket_lifecycle'),
        [
          'aws_s3_bucket_versioning.archive_bucket_versioning[0].versioning_configuration[0].status == "Suspended"',
          'Objects are kept.',
        ],
      ],
    },
    {
      name: 'a_protected_archive',
      props: { deletionProtection: true, archiveFormat: 'json' },
      asserts: [['aws_s3_bucket.archive_bucket[0].force_destroy == false', 'The bucket is emptied.']],
    },
  ];
}
