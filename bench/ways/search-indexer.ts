import { CREDENTIALS, INDEX, REGION, type Way } from './way';

/** The function as it is built and deployed. */
export function searchIndexer(endpoint: string, bundle: string): Way {
  Object.assign(process.env, {
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    TABLE_NAME: 'lab-table',
    SEARCH_ENDPOINT: endpoint,
    SEARCH_INDEX: INDEX,
    PARKING_BUCKET: 'parking',
    PARKING_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/123456789012/parking',
  });
  const { handler } = require(bundle);
  return {
    source: 'kinesis',
    handle: async (event) => {
      const answer = await handler(event, { getRemainingTimeInMillis: () => 60_000 });
      if (answer.batchItemFailures.length > 0) throw new Error('the batch was not indexed');
    },
  };
}
