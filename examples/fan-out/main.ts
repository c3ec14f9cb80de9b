import { App } from 'cdktf';
import { KinesisToS3Stack, KinesisToSearchStack } from 'dynamodb-cdc';

const app = new App();

/** Has the table, the Kinesis stream, and what puts the table's changes on it. */
const archive = new KinesisToS3Stack(app, 'archive', {
  tableName: 'parcels',
  streamName: 'parcels-changes',
  otherConsumers: 1,
  deletionProtection: false,
});

/** Reads the same stream. */
const search = new KinesisToSearchStack(app, 'search', {
  tableName: 'parcels',
  createTable: false,
  streamName: 'parcels-changes',
  createStream: false,
  createStreamingDestination: false,
  otherConsumers: 1,
  collectionName: 'parcels',
  deletionProtection: false,
});
search.addDependency(archive);

app.synth();
