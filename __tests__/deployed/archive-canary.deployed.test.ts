import {
  CreateTableCommand,
  DynamoDBClient,
  PutItemCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  ListShardsCommand,
} from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { expect } from 'chai';
import { openArchive } from '../../cli/archive';
import { poll } from '../../local/demo/poll';
import type { LocalEnvironment } from '../../local/environment/local-environment';
import { Deployment } from './deployment';

const TABLE = 'busy';
const WRITE_EVERY_MS = 100;

describe('the archive of a table that is written to while the pipeline is deployed', function () {
  this.timeout(120_000);
  let deployment: Deployment;
  let writer: NodeJS.Timeout;

  before(async function () {
    const settings = { CDC_TABLE_NAME: TABLE, CDC_CREATE_TABLE: 'false' };
    deployment = await Deployment.of(this, 'kinesis-to-s3', settings, async (environment) => {
      writer = await startWriter(environment);
    });
  });
  after(() => {
    clearInterval(writer);
    return deployment?.stop();
  });

  it('has every change that was let into the Kinesis stream', async () => {
    clearInterval(writer);
    const onStream = await changesOnStream(deployment);
    expect(onStream).to.be.greaterThan(0);
    const source = `s3://${deployment.outputs.archive_bucket}`;
    const archived = await poll(
      async () => {
        const archive = await openArchive(source, { s3: deployment.clientSettings() }).catch(() => undefined);
        await archive?.close();
        return archive !== undefined && archive.changes >= onStream ? archive.changes : undefined;
      },
      { what: `The last of ${onStream} changes`, timeoutSeconds: 30, intervalMs: 500 },
    );
    expect(archived).to.equal(onStream);
  });
});

/** Makes the table, and writes to it without a pause. */
async function startWriter({ emulator }: LocalEnvironment): Promise<NodeJS.Timeout> {
  const { endpoint, region, credentials } = emulator;
  const client = new DynamoDBClient({ endpoint, region, credentials });
  await client.send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    }),
  );
  await waitUntilTableExists({ client, minDelay: 1, maxWaitTime: 20 }, { TableName: TABLE });
  let count = 0;
  return setInterval(() => {
    const Item = { id: { S: `item-${++count}` } };
    client.send(new PutItemCommand({ TableName: TABLE, Item })).catch(() => {});
  }, WRITE_EVERY_MS);
}

/** All that DynamoDB has put there; canaries are none of it. */
async function changesOnStream(deployment: Deployment): Promise<number> {
  const kinesis = new KinesisClient({
    ...deployment.clientSettings(),
    requestHandler: new NodeHttpHandler(),
  });
  const StreamName = deployment.outputs.stream_name;
  const { Shards = [] } = await kinesis.send(new ListShardsCommand({ StreamName }));
  let changes = 0;
  for (const { ShardId } of Shards) {
    const start = new GetShardIteratorCommand({ StreamName, ShardId, ShardIteratorType: 'TRIM_HORIZON' });
    let { ShardIterator: iterator } = await kinesis.send(start);
    for (let more = true; more; ) {
      const page = await kinesis.send(new GetRecordsCommand({ ShardIterator: iterator, Limit: 10_000 }));
      const texts = (page.Records ?? []).map(({ Data }) => Buffer.from(Data ?? []).toString());
      changes += texts.filter((text) => text.includes(`"tableName":"${TABLE}"`)).length;
      iterator = page.NextShardIterator;
      more = texts.length > 0;
    }
  }
  return changes;
}
