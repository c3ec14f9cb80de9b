import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { Client } from '@opensearch-project/opensearch';
import { AwsSigv4Signer } from '@opensearch-project/opensearch/aws-v3';
import type { KinesisStreamEvent } from 'aws-lambda';
import { CREDENTIALS, INDEX, REGION, type Way } from './way';

/** The official client as its guide shows it: its signer, and its helper for bulks. */
export function helpersBulk(endpoint: string): Way {
  const signer = AwsSigv4Signer({ region: REGION, service: 'aoss', getCredentials: async () => CREDENTIALS });
  const client = new Client({ ...signer, node: endpoint });
  return {
    source: 'kinesis',
    handle: async (event) => {
      const datasource: { id: string }[] = (event as KinesisStreamEvent).Records.map(({ kinesis }) => {
        const { dynamodb } = JSON.parse(Buffer.from(kinesis.data, 'base64').toString('utf8'));
        return unmarshall(dynamodb.NewImage as Record<string, AttributeValue>) as { id: string };
      });
      const result = await client.helpers.bulk({
        datasource,
        onDocument: (item: { id: string }) => ({ index: { _index: INDEX, _id: item.id } }),
      });
      if (result.failed > 0) throw new Error('the batch was not indexed');
    },
  };
}
