import { join } from 'node:path';
import type { Route } from '../../functions/route/route';
import { CREDENTIALS, INDEX, REGION, type Way } from './way';

/** A filter that admits all items, two attributes left out, one renamed. */
export const PROJECTED: readonly Route[] = [
  {
    index: INDEX,
    filter: { status: [{ exists: true }] },
    exclude: ['tags', 'paid'],
    rename: { price: 'cost' },
  },
];

/** A third of the items each, by an attribute: of each item one document and two deletes. */
export const ROUTED: readonly Route[] = ['open', 'paid', 'sent'].map((status) => ({
  index: `${INDEX}-${status}`,
  filter: { status: [status] },
}));

/** The function as it is built and deployed. */
export function searchIndexer(endpoint: string, folder: string, routes?: readonly Route[]): Way {
  Object.assign(process.env, {
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    TABLE_NAME: 'lab-table',
    SEARCH_ENDPOINT: endpoint,
    SEARCH_INDEX: INDEX,
    ROUTES: routes === undefined ? '' : JSON.stringify(routes),
    PARKING_BUCKET: 'parking',
    PARKING_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/123456789012/parking',
  });
  const { handler } = require(join(folder, 'search-indexer', 'index.js'));
  return {
    source: 'kinesis',
    handle: async (event) => {
      const answer = await handler(event, { getRemainingTimeInMillis: () => 60_000 });
      if (answer.batchItemFailures.length > 0) throw new Error('the batch was not indexed');
    },
  };
}
