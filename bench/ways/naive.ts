import { Sha256 } from '@aws-crypto/sha256-js';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { SignatureV4 } from '@smithy/signature-v4';
import type { KinesisStreamEvent } from 'aws-lambda';
import { CREDENTIALS, INDEX, REGION, type Way } from './way';

/** As AWS's samples do it: `unmarshall`, `JSON.stringify`, the signer hashes the body, `fetch`. */
export function naive(endpoint: string): Way {
  const url = new URL('/_bulk', endpoint);
  const signer = new SignatureV4({
    service: 'aoss',
    region: REGION,
    credentials: CREDENTIALS,
    sha256: Sha256,
  });
  return {
    source: 'kinesis',
    handle: async (event) => {
      const lines = (event as KinesisStreamEvent).Records.flatMap(({ kinesis }) => {
        const { dynamodb } = JSON.parse(Buffer.from(kinesis.data, 'base64').toString('utf8'));
        const item = unmarshall(dynamodb.NewImage as Record<string, AttributeValue>);
        return [JSON.stringify({ index: { _index: INDEX, _id: item.id } }), JSON.stringify(item)];
      });
      const body = `${lines.join('\n')}\n`;
      const { headers } = await signer.sign({
        method: 'POST',
        protocol: url.protocol,
        hostname: url.hostname,
        path: url.pathname,
        headers: { host: url.host, 'content-type': 'application/x-ndjson' },
        body,
      });
      const response = await fetch(url, { method: 'POST', headers, body });
      const answer = (await response.json()) as { errors: boolean };
      if (answer.errors) throw new Error('the batch was not indexed');
    },
  };
}
