import type { TerraformStack } from 'cdktf';
import {
  Archive,
  ArchiveCanary,
  ChangeTrigger,
  DeliveryStream,
  DynamodbChangeStream,
  FirehoseForwarder,
  FirehoseTransformer,
  ItemsApi,
  KinesisChangeStream,
  LambdaFunction,
  Parking,
  PrivateBucket,
  SearchCollection,
  SearchIndexer,
  SearchIndices,
  SearchSweeper,
} from '../../../modules';

// What docs/reference/constructs.md shows of each construct: compiled here, and synthesized for the page's tables.

export function kinesisChangeStream(stack: TerraformStack) {
  return new KinesisChangeStream(stack, 'change-stream', { tableName: 'orders', retentionHours: 72 });
}

export function dynamodbChangeStream(stack: TerraformStack) {
  return new DynamodbChangeStream(stack, 'change-stream', { tableName: 'orders' }, ['NEW_AND_OLD_IMAGES']);
}

export function changeTrigger(stack: TerraformStack) {
  const changeStream = new KinesisChangeStream(stack, 'change-stream', { tableName: 'orders' });
  const parking = new Parking(stack, 'parking', { parkingName: 'orders-parking' });
  const consumer = new LambdaFunction(stack, 'consumer', {
    functionName: 'orders-consumer',
    code: 'search-indexer',
    functionZip: 'dist/functions/search-indexer.zip',
    description: 'A consumer of your own',
    environment: {},
  });
  parking.grantPark(consumer);
  return new ChangeTrigger(stack, 'trigger', {
    changeStream,
    function: consumer,
    consumerName: 'orders-consumer',
    parking,
    batchSize: 500,
  });
}

export function searchCollection(stack: TerraformStack) {
  return new SearchCollection(stack, 'collection', {
    collectionName: 'orders',
    readers: ['arn:aws:iam::111122223333:role/analyst'],
    vpcEndpointIds: ['vpce-0a1b2c3d4e5f67890'],
  });
}

export function searchIndices(stack: TerraformStack) {
  const collection = new SearchCollection(stack, 'collection', { collectionName: 'orders' });
  return new SearchIndices(stack, 'indices', {
    collection,
    indices: [
      { indexName: 'orders' },
      { indexName: 'customers', settings: { index: { number_of_shards: 2 } } },
    ],
    bootstrapFunctionName: 'orders-bootstrap',
  });
}

export function searchIndexer(stack: TerraformStack) {
  const changeStream = new KinesisChangeStream(stack, 'change-stream', { tableName: 'orders' });
  const collection = new SearchCollection(stack, 'collection', { collectionName: 'orders' });
  const indices = new SearchIndices(stack, 'indices', {
    collection,
    indices: [{ indexName: 'orders' }],
    bootstrapFunctionName: 'orders-bootstrap',
  });
  return new SearchIndexer(stack, 'indexer', { changeStream, indices, functionName: 'orders-indexer' });
}

export function searchSweeper(stack: TerraformStack) {
  const changeStream = new KinesisChangeStream(stack, 'change-stream', { tableName: 'orders' });
  const collection = new SearchCollection(stack, 'collection', { collectionName: 'orders' });
  const indices = new SearchIndices(stack, 'indices', {
    collection,
    indices: [{ indexName: 'orders' }],
    bootstrapFunctionName: 'orders-bootstrap',
    softDelete: true,
  });
  return new SearchSweeper(stack, 'sweeper', {
    changeStream,
    indices,
    sweeperFunctionName: 'orders-sweeper',
  });
}

export function itemsApi(stack: TerraformStack) {
  const { tableName, tableArn } = new KinesisChangeStream(stack, 'change-stream', { tableName: 'orders' });
  return new ItemsApi(stack, 'api', { tableName, tableArn, apiName: 'orders' });
}

export function archive(stack: TerraformStack) {
  return new Archive(stack, 'archive', { tableName: 'orders', archiveRetentionDays: 3_650 });
}

export function deliveryStream(stack: TerraformStack) {
  const archive = new Archive(stack, 'archive', { tableName: 'orders' });
  return new DeliveryStream(stack, 'delivery-stream', { archive });
}

export function firehoseForwarder(stack: TerraformStack) {
  const changeStream = new DynamodbChangeStream(stack, 'change-stream', { tableName: 'orders' }, [
    'NEW_AND_OLD_IMAGES',
  ]);
  const archive = new Archive(stack, 'archive', { tableName: 'orders' });
  const deliveryStream = new DeliveryStream(stack, 'delivery-stream', { archive });
  return new FirehoseForwarder(stack, 'forwarder', {
    changeStream,
    archive,
    deliveryStream,
    functionName: 'orders-forwarder',
  });
}

export function firehoseTransformer(stack: TerraformStack) {
  const changeStream = new KinesisChangeStream(stack, 'change-stream', { tableName: 'orders' });
  const archive = new Archive(stack, 'archive', { tableName: 'orders' });
  return new FirehoseTransformer(stack, 'transformer', {
    changeStream,
    archive,
    functionName: 'orders-transformer',
  });
}

export function archiveCanary(stack: TerraformStack) {
  const changeStream = new KinesisChangeStream(stack, 'change-stream', { tableName: 'orders' });
  const archive = new Archive(stack, 'archive', { tableName: 'orders' });
  const transformer = new FirehoseTransformer(stack, 'transformer', {
    changeStream,
    archive,
    functionName: 'orders-transformer',
  });
  const deliveryStream = new DeliveryStream(stack, 'delivery-stream', {
    archive,
    source: { changeStream, transformer: transformer.function },
  });
  const canary = new ArchiveCanary(stack, 'canary', {
    changeStream,
    archive,
    deliveryStream,
    transformer,
    canaryFunctionName: 'orders-canary',
  });
  changeStream.openAfter(canary.invocation);
  return canary;
}

export function parking(stack: TerraformStack) {
  return new Parking(stack, 'parking', { parkingName: 'orders-parking', parkingRetentionDays: 90 });
}

export function lambdaFunction(stack: TerraformStack) {
  const created = new LambdaFunction(stack, 'consumer', {
    functionName: 'orders-consumer',
    code: 'search-indexer',
    functionZip: 'dist/functions/search-indexer.zip',
    description: 'A consumer of your own',
    environment: { LOG_LEVEL: 'info' },
  });
  created.addToRolePolicy({
    sid: 'TellOthers',
    actions: ['sns:Publish'],
    resources: ['arn:aws:sns:eu-west-1:111122223333:orders'],
  });
  return created;
}

export function privateBucket(stack: TerraformStack) {
  return new PrivateBucket(stack, 'bucket', { name: 'orders-exports', retentionDays: 30 });
}
