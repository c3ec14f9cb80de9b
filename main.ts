import {
  KinesisToS3Stack,
  KinesisToSearchStack,
  StreamsToS3Stack,
  StreamsToSearchStack,
  settings,
  synthesize,
} from './modules/stacks';

synthesize({
  'kinesis-to-search': (app, name) =>
    new KinesisToSearchStack(app, name, {
      tableName: 'lab-table',
      streamName: 'kinesis-stream-data-lab',
      functionName: 'sync-data-with-kinesis-stream',
      collectionName: 'lab-collection',
      itemsApi: true,
      apiName: 'dynamodb-api-gw',
      ...settings(name, process.env),
    }),
  'streams-to-search': (app, name) =>
    new StreamsToSearchStack(app, name, {
      tableName: 'streams-to-search',
      collectionName: 'streams-to-search',
      itemsApi: true,
      ...settings(name, process.env),
    }),
  'kinesis-to-s3': (app, name) =>
    new KinesisToS3Stack(app, name, {
      tableName: 'kinesis-to-s3',
      ...settings(name, process.env),
    }),
  'streams-to-s3': (app, name) =>
    new StreamsToS3Stack(app, name, {
      tableName: 'streams-to-s3',
      ...settings(name, process.env),
    }),
});
