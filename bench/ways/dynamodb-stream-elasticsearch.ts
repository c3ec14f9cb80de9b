import { createRequire } from 'node:module';
import { join } from 'node:path';
import { CREDENTIALS, INDEX, REGION, type Way } from './way';

/** The npm package of that name, on the same changes as DynamoDB Streams delivers them. */
export function dynamodbStreamElasticsearch(endpoint: string, folder: string): Way {
  Object.assign(process.env, {
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE: '1',
  });
  const { pushStream } = createRequire(join(folder, 'package.json'))('dynamodb-stream-elasticsearch');
  return {
    source: 'streams',
    handle: (text) =>
      pushStream({
        event: JSON.parse(String(text)),
        index: INDEX,
        endpoint,
        refresh: false,
        useBulk: true,
        keepAlive: true,
      }),
  };
}
