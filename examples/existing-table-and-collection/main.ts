import { App } from 'cdktf';
import { KinesisToSearchStack } from 'dynamodb-cdc';

const app = new App();
new KinesisToSearchStack(app, 'existing-table-and-collection', {
  tableName: 'orders',
  createTable: false,
  collectionName: 'shop',
  createCollection: false,
  // A data access policy beside those that the collection has: it gives the pipeline's functions one index.
  accessPolicyName: 'orders-search',
  indexName: 'orders',
  // For a trial: leave it out to protect the stream, the streaming destination and parked changes.
  deletionProtection: false,
});
app.synth();
