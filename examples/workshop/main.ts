import { App } from 'cdktf';
import { KinesisToSearchStack } from 'dynamodb-cdc';

/** Who may search and open Dashboards: the ARN of your own role or user. */
const { READER } = process.env;

const app = new App();
new KinesisToSearchStack(app, 'workshop', {
  tableName: 'lab-table',
  streamName: 'kinesis-stream-data-lab',
  functionName: 'sync-data-with-kinesis-stream',
  collectionName: 'lab-collection',
  readers: READER ? [READER] : [],
  itemsApi: true,
  apiName: 'dynamodb-api-gw',
  // For an afternoon: half the price, and it may be destroyed with all that is in it.
  standbyReplicas: false,
  deletionProtection: false,
});
app.synth();
