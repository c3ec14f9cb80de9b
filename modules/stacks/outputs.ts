import type { Archive, DeliveryStream } from '../archive';
import type { ChangeStream, KinesisChangeStream } from '../change-stream';
import type { Parking } from '../parking';
import type { SearchPipeline } from '../pipelines/search-pipeline';
import type { Outputs } from './pipeline-stack';

export function tableOutputs({ tableName }: ChangeStream): Outputs {
  return { table_name: [tableName, 'The table whose changes are followed'] };
}

export function kinesisOutputs({ streamName }: KinesisChangeStream): Outputs {
  return { stream_name: [streamName, 'The Kinesis data stream of its changes'] };
}

export function parkingOutputs({ bucket, queue }: Parking): Outputs {
  return {
    parking_bucket: [bucket.name, 'The changes that can never be delivered'],
    parking_queue_url: [queue.url, 'A message for each of them'],
  };
}

export function archiveOutputs({ bucket, prefix, table }: Archive, { resource }: DeliveryStream): Outputs {
  return {
    delivery_stream_name: [resource.name, 'The Firehose stream into the archive'],
    archive_bucket: [bucket.name, 'The archive'],
    archive_prefix: [prefix, 'Where in the bucket the changes lie, in a folder a date'],
    database_name: [table.database.name, 'The Glue database in which Athena finds it'],
    archive_table_name: [table.table.name, 'Its table there'],
  };
}

export function searchOutputs(pipeline: SearchPipeline<ChangeStream>): Outputs {
  const { collection, indices, indexer, sweeper, itemsApi } = pipeline;
  return {
    function_name: [indexer.function.functionName, 'The function that writes them to the index'],
    function_role_arn: [indexer.function.role.arn, "That function's role"],
    bootstrap_function_name: [indices.bootstrapFunction.functionName, 'The function that makes the indices'],
    collection_endpoint: [collection.endpoint, 'Where the collection is searched'],
    dashboard_endpoint: [collection.dashboardEndpoint, 'Where OpenSearch Dashboards shows it'],
    search_endpoint: [indices.endpoint, 'Where the function writes to'],
    index_name: [indices.indexNames[0] ?? '', 'The index that it writes, or the first of them'],
    ...(indices.indexNames.length > 1 && { index_names: [indices.indexNames, 'All of them'] }),
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
