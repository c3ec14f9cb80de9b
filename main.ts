import { KinesisToSearchStack, settings, synthesize } from './modules/stacks';

synthesize((app) => {
  new KinesisToSearchStack(app, 'kinesis-to-search', {
    tableName: 'lab-table',
    streamName: 'kinesis-stream-data-lab',
    functionName: 'sync-data-with-kinesis-stream',
    collectionName: 'lab-collection',
    itemsApi: true,
    apiName: 'dynamodb-api-gw',
    ...settings(process.env),
  });
});
