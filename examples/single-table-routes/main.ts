import { App } from 'cdktf';
import { StreamsToSearchStack } from 'dynamodb-cdc';
import { ROUTES } from './routes';

const app = new App();

/** Routes say what goes where. */
new StreamsToSearchStack(app, 'routes', {
  tableName: 'shop-routes',
  partitionKeyName: 'pk',
  sortKeyName: 'sk',
  collectionName: 'shop-routes',
  routes: ROUTES,
  deletionProtection: false,
});

/** A module says it, where routes do not suffice; they name the indices that it fills. */
new StreamsToSearchStack(app, 'transform', {
  tableName: 'shop-transform',
  partitionKeyName: 'pk',
  sortKeyName: 'sk',
  collectionName: 'shop-transform',
  routes: [{ indexName: 'customers' }, { indexName: 'orders' }],
  transform: 'transform.ts',
  deletionProtection: false,
});

app.synth();
