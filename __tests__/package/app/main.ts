import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { App, TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import {
  Archive,
  DeliveryStream,
  DynamodbChangeStream,
  FirehoseForwarder,
  KinesisToS3,
  KinesisToSearch,
  type KinesisToSearchProps,
  StreamsToS3,
  StreamsToS3Stack,
  StreamsToSearch,
} from 'dynamodb-cdc';

/** Of all settings some that make more resources. */
const SEARCH = {
  tableName: 'orders',
  collectionName: 'orders',
  routes: [
    { indexName: 'open-orders', filter: { status: ['open', { prefix: 'wait' }] } },
    { indexName: 'orders', exclude: ['card'] },
  ],
  softDelete: true,
  enhancedFanOut: true,
} satisfies KinesisToSearchProps;

class Pipelines extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: 'eu-central-1' });
    this.addOverride('terraform.required_providers.aws', { source: 'hashicorp/aws', version: '>= 5.100' });

    const search = new KinesisToSearch(this, 'kinesis-to-search', SEARCH);
    new TerraformOutput(this, 'endpoint', { value: search.collection.endpoint });
    new StreamsToSearch(this, 'streams-to-search', {
      tableName: 'customers',
      collectionName: 'customers',
      indexName: 'customers',
      transform: './transform.ts',
      itemsApi: true,
      subnetIds: ['subnet-1'],
      securityGroupIds: ['sg-1'],
      tracing: true,
    });
    new KinesisToS3(this, 'kinesis-to-s3', { tableName: 'invoices', archiveFormat: 'parquet' });
    const archive = new StreamsToS3(this, 'streams-to-s3', {
      tableName: 'parcels',
      archiveRetentionDays: 365,
      archivePartitioning: 'change',
    });
    new KinesisToSearch(this, 'existing', {
      tableName: 'houses',
      createTable: false,
      createStream: false,
      streamName: 'houses-changes',
      createCollection: false,
      collectionName: 'houses',
      accessPolicyName: 'houses-indexer',
      createRole: false,
      functionRoleArn: 'arn:aws:iam::111122223333:role/houses',
      softDelete: true,
    });
    const topic = new SnsTopic(this, 'archived', { name: 'archived' });
    archive.forwarder.function.addToRolePolicy({
      sid: 'Tell',
      actions: ['sns:Publish'],
      resources: [topic.arn],
    });
  }
}

/** A pipeline put together from its parts. */
class Parts extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: 'eu-central-1' });
    this.addOverride('terraform.required_providers.aws', { source: 'hashicorp/aws', version: '>= 5.100' });
    const changeStream = new DynamodbChangeStream(this, 'changes', { tableName: 'letters' }, [
      'NEW_AND_OLD_IMAGES',
    ]);
    const archive = new Archive(this, 'archive', { tableName: 'letters' });
    const deliveryStream = new DeliveryStream(this, 'delivery', { archive });
    new FirehoseForwarder(this, 'forwarder', {
      changeStream,
      archive,
      deliveryStream,
      functionName: 'letters-forwarder',
    });
  }
}

const app = new App();
new Pipelines(app, 'pipelines');
new Parts(app, 'parts');
new StreamsToS3Stack(app, 'stack', { tableName: 'stamps', region: 'eu-central-1' });
app.synth();
