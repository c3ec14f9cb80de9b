import { createHash } from 'node:crypto';
import type { KinesisStreamEvent } from 'aws-lambda';
import type { Way } from './way';

/** floor+: what every way by `JSON.parse` has to do at least. Nothing is sent. */
export function floor(): Way {
  return {
    source: 'kinesis',
    handle: async (event) => {
      const hash = createHash('sha256');
      for (const { kinesis } of (event as KinesisStreamEvent).Records) {
        const { dynamodb } = JSON.parse(Buffer.from(kinesis.data, 'base64').toString('utf8'));
        hash.update(JSON.stringify(dynamodb.NewImage));
      }
      return hash.digest('hex');
    },
  };
}
