import { Fn, Token } from 'cdktf';
import type { Archive, DeliveryStream } from '../archive';
import type { ChangeStream, KinesisChangeStream } from '../change-stream';
import type { LambdaFunction } from '../lambda-function';
import type { Parking } from '../parking';
import type { KinesisToS3 } from '../pipelines/kinesis-to-s3';
import type { SearchPipeline } from '../pipelines/search-pipeline';
import type { StreamsToS3 } from '../pipelines/streams-to-s3';

/** By the name of an output: its value, and what it is. */
export type Outputs = Readonly<Record<string, readonly [value: unknown, description: string]>>;

export function searchPipelineOutputs(pipeline: SearchPipeline<ChangeStream>): Outputs {
  return { ...sourceOutputs(pipeline.changeStream), ...searchOutputs(pipeline) };
}

export function kinesisToS3Outputs({
  changeStream,
  archive,
  deliveryStream,
  ...pipeline
}: KinesisToS3): Outputs {
  const { transformer, canary } = pipeline;
  return {
    ...sourceOutputs(changeStream),
    ...functionOutputs(transformer.function, 'The function that makes lines of them'),
    canary_function_name: [canary.function.functionName, 'The function that waits for Firehose'],
    ...archiveOutputs(archive, deliveryStream),
  };
}

export function streamsToS3Outputs({
  changeStream,
  archive,
  deliveryStream,
  forwarder,
}: StreamsToS3): Outputs {
  return {
    ...sourceOutputs(changeStream),
    ...functionOutputs(forwarder.function, 'The function that sends them to Firehose'),
    ...archiveOutputs(archive, deliveryStream),
    ...parkingOutputs(forwarder.parking),
  };
}

function sourceOutputs(changeStream: ChangeStream): Outputs {
  const made = changeStream.table.table;
  return {
    table_name: [changeStream.tableName, 'The table whose changes are followed'],
    ...(made && { table_arn: [made.arn, 'Its ARN, if it was made here'] }),
    ...(changeStream.kind === 'kinesis' ? kinesisOutputs(changeStream) : {}),
    stream_arn: [changeStream.streamArn, 'The ARN of the stream of its changes'],
  };
}

function kinesisOutputs({ streamName }: KinesisChangeStream): Outputs {
  return { stream_name: [streamName, 'The Kinesis data stream of its changes'] };
}

function functionOutputs(lambda: LambdaFunction, description: string): Outputs {
  return {
    function_name: [lambda.functionName, description],
    function_arn: [lambda.arn, "That function's ARN"],
    function_role_arn: [lambda.role.arn, "That function's role"],
    function_log_group_name: [lambda.logGroup.name, 'The log group that it writes to'],
  };
}

function parkingOutputs({ bucket, queue }: Parking): Outputs {
  return {
    parking_bucket: [bucket.name, 'The changes that can never be delivered'],
    parking_bucket_arn: [bucket.arn, "That bucket's ARN"],
    parking_queue_url: [queue.url, 'A message for each of them'],
    parking_queue_arn: [queue.arn, "That queue's ARN"],
    parking_queue_name: [queue.name, "That queue's name, for an alarm on its length"],
  };
}

function archiveOutputs({ bucket, prefix, table }: Archive, deliveryStream: DeliveryStream): Outputs {
  return {
    delivery_stream_name: [deliveryStream.resource.name, 'The Firehose stream into the archive'],
    delivery_stream_arn: [deliveryStream.arn, "That stream's ARN"],
    delivery_stream_role_arn: [deliveryStream.role.arn, "That stream's role"],
    delivery_stream_log_group_name: [deliveryStream.logGroup.name, "The log group of Firehose's own errors"],
    archive_bucket: [bucket.name, 'The archive'],
    archive_bucket_arn: [bucket.arn, "The archive's ARN"],
    archive_prefix: [prefix, 'Where in the bucket the changes lie, in a folder a date'],
    database_name: [table.database.name, 'The Glue database in which Athena finds it'],
    archive_table_name: [table.table.name, 'Its table there'],
  };
}

function searchOutputs(pipeline: SearchPipeline<ChangeStream>): Outputs {
  const { collection, indices, indexer, sweeper, itemsApi } = pipeline;
  return {
    ...functionOutputs(indexer.function, 'The function that writes them to the index'),
    bootstrap_function_name: [indices.bootstrapFunction.functionName, 'The function that makes the indices'],
    bootstrap_function_role_arn: [indices.bootstrapFunction.role.arn, "That function's role"],
    collection_id: [collection.collectionId, 'The collection'],
    collection_arn: [collection.arn, "The collection's ARN"],
    collection_endpoint: [collection.endpoint, 'Where the collection is searched'],
    dashboard_endpoint: [collection.dashboardEndpoint, 'Where OpenSearch Dashboards shows it'],
    search_endpoint: [indices.endpoint, 'Where the function writes to'],
    ...indexOutputs(indices.indexNames),
    ...parkingOutputs(indexer.parking),
    ...(sweeper && {
      live_aliases: [
        indices.liveAliasNames,
        'The aliases to search: they hide the tombstones of deleted items',
      ],
      sweeper_function_name: [sweeper.function.functionName, 'The function that removes old tombstones'],
    }),
    ...(itemsApi && {
      api_url: [itemsApi.url, 'The API in front of the table: its resources are /items and /items/{id}'],
      api_id: [itemsApi.restApi.id, "That API's id"],
      api_stage: [itemsApi.stage.stageName, "That API's stage"],
    }),
  };
}

function indexOutputs(names: readonly string[]): Outputs {
  const isVariable = Token.isUnresolved(names);
  return {
    index_name: [
      isVariable ? Fn.element([...names], 0) : (names[0] ?? ''),
      'The index that it writes, or the first of them',
    ],
    ...((isVariable || names.length > 1) && { index_names: [names, 'All of them'] }),
  };
}
