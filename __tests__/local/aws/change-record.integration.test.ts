import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteItemCommand,
  DynamoDBClient,
  EnableKinesisStreamingDestinationCommand,
  ExecuteStatementCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  UpdateKinesisStreamingDestinationCommand,
} from '@aws-sdk/client-dynamodb';
import { GetRecordsCommand, GetShardIteratorCommand, ListShardsCommand } from '@aws-sdk/client-kinesis';
import { expect } from 'chai';
import { AwsBench } from './aws-bench';
import captured from './fixtures/change-record.json';
import { shape } from './shape';

interface StreamRecord {
  readonly shardId: string;
  readonly partitionKey: string;
  readonly change: typeof captured & { dynamodb: { OldImage?: object; NewImage?: object } };
}

describe('the record that DynamoDB writes to a Kinesis stream', function () {
  this.timeout(30_000);
  const TableName = 'foo';
  let aws: AwsBench;
  let dynamodb: DynamoDBClient;
  let StreamArn: string;

  before(async function () {
    aws = await AwsBench.start(this);
    dynamodb = new DynamoDBClient(aws.settings);
    StreamArn = await aws.stream('changes', 'ON_DEMAND');
    await dynamodb.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      }),
    );
    await dynamodb.send(
      new EnableKinesisStreamingDestinationCommand({
        TableName,
        StreamArn,
        EnableKinesisStreamingConfiguration: { ApproximateCreationDateTimePrecision: 'MICROSECOND' },
      }),
    );
  });
  after(() => aws?.stop());

  async function recordsOf(pk: string): Promise<StreamRecord[]> {
    const { Shards = [] } = await aws.kinesis.send(new ListShardsCommand({ StreamName: 'changes' }));
    const read = Shards.map(async ({ ShardId = '' }) => {
      const { ShardIterator } = await aws.kinesis.send(
        new GetShardIteratorCommand({ StreamName: 'changes', ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
      );
      const { Records = [] } = await aws.kinesis.send(new GetRecordsCommand({ ShardIterator }));
      return Records.map(({ Data, PartitionKey = '' }) => ({
        shardId: ShardId,
        partitionKey: PartitionKey,
        change: JSON.parse(Buffer.from(Data ?? []).toString()) as StreamRecord['change'],
      }));
    });
    return (await Promise.all(read)).flat().filter(({ change }) => change.dynamodb.Keys.pk.S === pk);
  }

  async function only(pk: string): Promise<StreamRecord['change']> {
    const [record, ...others] = await recordsOf(pk);
    expect(others).to.deep.equal([]);
    if (!record) throw new Error(`There is no record of ${pk}.`);
    return record.change;
  }

  it('has the captured record’s members, no other, and its time in microseconds', async () => {
    const before = Date.now();
    await dynamodb.send(new PutItemCommand({ TableName, Item: { pk: { S: 'a' }, n: { N: '1' } } }));

    const record = await only('a');

    expect(shape(record)).to.deep.equal(shape(captured));
    const { ApproximateCreationDateTime: at, SizeBytes: _size, ...content } = record.dynamodb;
    const {
      ApproximateCreationDateTime: _at,
      SizeBytes: _capturedSize,
      ...capturedContent
    } = captured.dynamodb;
    expect(content).to.deep.equal(capturedContent);
    expect(at).to.be.within(before * 1000, (Date.now() + 1) * 1000);
  });

  it('has both images of a change, and only the old one of a removal', async () => {
    await dynamodb.send(new PutItemCommand({ TableName, Item: { pk: { S: 'b' }, n: { N: '1' } } }));
    await dynamodb.send(
      new UpdateItemCommand({
        TableName,
        Key: { pk: { S: 'b' } },
        UpdateExpression: 'SET n = :n',
        ExpressionAttributeValues: { ':n': { N: '2' } },
      }),
    );
    await dynamodb.send(new DeleteItemCommand({ TableName, Key: { pk: { S: 'b' } } }));

    const changes = (await recordsOf('b')).map(({ change: { eventName, dynamodb: d } }) => [
      eventName,
      d.OldImage,
      d.NewImage,
    ]);

    const [one, two] = ['1', '2'].map((N) => ({ pk: { S: 'b' }, n: { N } }));
    expect(changes).to.deep.equal([
      ['INSERT', undefined, one],
      ['MODIFY', one, two],
      ['REMOVE', two, undefined],
    ]);
  });

  it('is not written for a put that changes nothing', async () => {
    const put = new PutItemCommand({ TableName, Item: { pk: { S: 'same' }, n: { N: '1' } } });
    await dynamodb.send(put);
    await dynamodb.send(put);

    expect((await only('same')).eventName).to.equal('INSERT');
  });

  it('has binary values as base64 of base64, at any depth', async () => {
    const B = Buffer.from([0, 255, 1]);
    const Item = { pk: { S: 'binary' }, b: { B }, bs: { BS: [B] }, m: { M: { l: { L: [{ B }] } } } };
    await dynamodb.send(new PutItemCommand({ TableName, Item }));

    const twice = Buffer.from(B.toString('base64')).toString('base64');
    expect((await only('binary')).dynamodb.NewImage).to.deep.equal({
      pk: { S: 'binary' },
      b: { B: twice },
      bs: { BS: [twice] },
      m: { M: { l: { L: [{ B: twice }] } } },
    });
  });

  it('follows the item onto one shard, and its time only grows', async () => {
    for (let n = 0; n < 20; n++)
      await dynamodb.send(new PutItemCommand({ TableName, Item: { pk: { S: 'often' }, n: { N: `${n}` } } }));

    const records = await recordsOf('often');

    expect(records.map(({ change }) => change.dynamodb.NewImage)).to.deep.equal(
      Array.from({ length: 20 }, (_, n) => ({ pk: { S: 'often' }, n: { N: `${n}` } })),
    );
    const keys = new Set(records.map(({ partitionKey }) => partitionKey));
    expect(keys.size).to.equal(1);
    expect([...keys][0]).to.match(/^[0-9a-f]{32}$/);
    const times = records.map(({ change }) => change.dynamodb.ApproximateCreationDateTime);
    expect(times).to.deep.equal([...new Set(times)].sort((a, b) => a - b));
  });

  it('is spread over the four shards of a new on-demand stream', async () => {
    const names = Array.from({ length: 24 }, (_, n) => `spread-${n}`);
    const PutRequests = names.map((pk) => ({ PutRequest: { Item: { pk: { S: pk } } } }));
    await dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: PutRequests } }));

    const records = (await Promise.all(names.map(recordsOf))).flat();

    expect(records).to.have.length(24);
    expect(new Set(records.map(({ shardId }) => shardId)).size).to.equal(4);
  });

  it('is written for transactions and for PartiQL statements too', async () => {
    const Put = { TableName, Item: { pk: { S: 'transaction' }, n: { N: '1' } } };
    await dynamodb.send(new TransactWriteItemsCommand({ TransactItems: [{ Put }] }));
    for (const Statement of [
      `INSERT INTO "foo" VALUE {'pk': 'partiql', 'n': 1}`,
      `UPDATE "foo" SET n = 2 WHERE pk = 'partiql'`,
      `DELETE FROM "foo" WHERE pk = 'partiql'`,
    ])
      await dynamodb.send(new ExecuteStatementCommand({ Statement }));

    expect((await only('transaction')).eventName).to.equal('INSERT');
    const changes = (await recordsOf('partiql')).map(({ change }) => [
      change.eventName,
      shape(change.dynamodb.OldImage ?? null),
      change.dynamodb.NewImage,
    ]);
    const image = { pk: { S: 'string' }, n: { N: 'string' } };
    expect(changes).to.deep.equal([
      ['INSERT', 'null', { pk: { S: 'partiql' }, n: { N: '1' } }],
      ['MODIFY', image, { pk: { S: 'partiql' }, n: { N: '2' } }],
      ['REMOVE', image, undefined],
    ]);
  });

  it('has its time in milliseconds where the destination asks for them', async () => {
    await dynamodb.send(
      new UpdateKinesisStreamingDestinationCommand({
        TableName,
        StreamArn,
        UpdateKinesisStreamingConfiguration: { ApproximateCreationDateTimePrecision: 'MILLISECOND' },
      }),
    );
    await dynamodb.send(new PutItemCommand({ TableName, Item: { pk: { S: 'ms' } } }));

    const { ApproximateCreationDateTime, ApproximateCreationDateTimePrecision } = (await only('ms')).dynamodb;

    expect(ApproximateCreationDateTimePrecision).to.equal('MILLISECOND');
    expect(ApproximateCreationDateTime).to.be.within(Date.now() - 10_000, Date.now() + 1);
  });
});
