import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { LocalBackend, TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { KinesisToSearch, type KinesisToSearchProps } from '../pipelines/kinesis-to-search';

export interface KinesisToSearchStackProps extends KinesisToSearchProps {
  /** @default the one of your AWS profile, or AWS_REGION */
  readonly region?: string;
  /** Beside `Project` and `Pipeline`, which every resource gets. @default none */
  readonly tags?: Readonly<Record<string, string>>;
  /** Where Terraform keeps the state. @default terraform.<stack>.tfstate in the working folder */
  readonly statePath?: string;
}

/** The pipeline as a stack that `cdktf deploy` takes. */
export class KinesisToSearchStack extends TerraformStack {
  readonly provider: AwsProvider;
  readonly pipeline: KinesisToSearch;

  /** @throws InvalidPropError, or MissingFunctionZipError when the functions have not been built. */
  constructor(scope: Construct, id: string, props: KinesisToSearchStackProps) {
    super(scope, id);
    const { region, tags, statePath } = props;
    if (statePath !== undefined) new LocalBackend(this, { path: statePath });
    this.provider = new AwsProvider(this, 'aws', {
      defaultTags: [{ tags: { Project: 'dynamodb-cdc', Pipeline: id, ...tags } }],
      ...(region !== undefined && { region }),
    });
    // Nothing here needs version 6, which the bindings were generated for.
    this.addOverride('terraform.required_providers.aws', { source: 'hashicorp/aws', version: '>= 5.100' });

    this.pipeline = new KinesisToSearch(this, 'pipeline', props);
    for (const [name, [value, description]] of Object.entries(outputs(this.pipeline)))
      new TerraformOutput(this, name, { value, description });
  }
}

function outputs(pipeline: KinesisToSearch): Record<string, readonly [value: unknown, description: string]> {
  const { changeStream, collection, indices, indexer, sweeper, itemsApi } = pipeline;
  return {
    table_name: [changeStream.tableName, 'The table whose changes are followed'],
    stream_name: [changeStream.stream.name, 'The Kinesis data stream of its changes'],
    function_name: [indexer.function.functionName, 'The function that writes them to the index'],
    function_role_arn: [indexer.function.role.arn, "That function's role"],
    bootstrap_function_name: [indices.bootstrapFunction.functionName, 'The function that makes the indices'],
    collection_endpoint: [collection.endpoint, 'Where the collection is searched'],
    dashboard_endpoint: [collection.dashboardEndpoint, 'Where OpenSearch Dashboards shows it'],
    search_endpoint: [indices.endpoint, 'Where the function writes to'],
    index_name: [indices.indexNames[0] ?? '', 'The index that it writes, or the first of them'],
    ...(indices.indexNames.length > 1 && { index_names: [indices.indexNames, 'All of them'] }),
    parking_bucket: [indexer.parking.bucket.bucket, 'The changes that can never be indexed'],
    parking_queue_url: [indexer.parking.queue.url, 'A message for each of them'],
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
