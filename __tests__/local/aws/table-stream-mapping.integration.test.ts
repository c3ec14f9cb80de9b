import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteItemCommand,
  DynamoDBClient,
  ExecuteStatementCommand,
  PutItemCommand,
  type StreamViewType,
  UpdateItemCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import {
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingCommandInput,
  GetEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { DynamoDBRecord } from 'aws-lambda';
import { expect } from 'chai';
import { AwsBench, type Statement } from './aws-bench';
import { eventually } from './eventually';
import documentedRecord from './fixtures/table-stream-event-record.json';
import onFailureRecord from './fixtures/table-stream-on-failure-record.json';
import { shape } from './shape';

type Settings = Partial<CreateEventSourceMappingCommandInput>;

/** A mapping under test: a table, a function that notes what it was given, and the mapping between them. */
interface Bench {
  readonly mappingId: string;
  readonly streamArn: string;
  readonly roleName: string;
  put(...ids: readonly string[]): Promise<void>;
  /** The ids of the records of each invocation so far. */
  invocations(): string[][];
  records(): DynamoDBRecord[];
}

interface Options {
  readonly before?: readonly string[];
  readonly statements?: readonly Statement[];
  readonly view?: StreamViewType;
}

describe('an event source mapping of a table’s stream', function () {
  this.timeout(30_000);
  let aws: AwsBench;
  let dynamodb: DynamoDBClient;
  let s3: S3Client;
  let sqs: SQSClient;

  before(async function () {
    aws = await AwsBench.start(this);
    dynamodb = new DynamoDBClient(aws.settings);
    s3 = new S3Client(aws.settings);
    sqs = new SQSClient(aws.settings);
  });
  after(() => aws?.stop());

  /** A table with the key `id`; the ARN of its stream. */
  async function table(TableName: string, view: StreamViewType = 'NEW_AND_OLD_IMAGES'): Promise<string> {
    const { TableDescription } = await dynamodb.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        StreamSpecification: { StreamEnabled: true, StreamViewType: view },
      }),
    );
    return TableDescription?.LatestStreamArn ?? '';
  }

  /** `answer`: a function body of `ids`, `numbers` (sequence numbers) and `attempt` (invocations before). */
  async function map(
    name: string,
    answer: string,
    settings: Settings,
    options: Options = {},
  ): Promise<Bench> {
    const notes = join(aws.folder, `${name}.jsonl`);
    const streamArn = await table(name, options.view);
    const put = async (...ids: readonly string[]) => {
      for (const id of ids)
        await dynamodb.send(
          new PutItemCommand({ TableName: name, Item: { id: { S: id }, at: { N: `${Math.random()}` } } }),
        );
    };
    await put(...(options.before ?? []));
    await aws.deploy(name, functionCode(notes, answer), [
      readingOf(streamArn),
      ...(options.statements ?? []),
    ]);
    const mapping = await aws.lambda.send(
      new CreateEventSourceMappingCommand({
        EventSourceArn: streamArn,
        FunctionName: name,
        StartingPosition: 'TRIM_HORIZON',
        ...settings,
      }),
    );
    const events = (): { Records: DynamoDBRecord[] }[] =>
      existsSync(notes)
        ? readFileSync(notes, 'utf8')
            .split('\n')
            .slice(0, -1)
            .map((line) => JSON.parse(line))
        : [];
    return {
      mappingId: mapping.UUID ?? '',
      streamArn,
      roleName: `${name}-role`,
      put,
      invocations: () => events().map(({ Records }) => Records.map((r) => r.dynamodb?.Keys?.id?.S ?? '')),
      records: () => events().flatMap(({ Records }) => Records),
    };
  }

  function untilInvoked(bench: Bench, times: number): Promise<string[][]> {
    return eventually(`invocation number ${times}`, () => {
      const invocations = bench.invocations();
      return invocations.length >= times ? invocations : undefined;
    });
  }

  function untilSeen(bench: Bench, count: number): Promise<DynamoDBRecord[]> {
    return eventually(`record number ${count}`, () => {
      const records = bench.records();
      return records.length >= count ? records : undefined;
    });
  }

  it('gives the function the records as Lambda documents them', async () => {
    const bench = await map('shape', 'return null', {});
    const id = { S: '101' };
    const first = { Message: { S: 'New item!' }, id };
    const second = { Message: { S: 'This item has changed' }, id };
    const since = Math.floor(Date.now() / 1000);
    await dynamodb.send(new PutItemCommand({ TableName: 'shape', Item: first }));
    await dynamodb.send(new PutItemCommand({ TableName: 'shape', Item: second }));
    await dynamodb.send(new PutItemCommand({ TableName: 'shape', Item: second }));
    await dynamodb.send(new DeleteItemCommand({ TableName: 'shape', Key: { id } }));

    const records = await untilSeen(bench, 3);

    const { Keys, NewImage, OldImage, ...rest } = documentedRecord.dynamodb;
    const { dynamodb: change, ...record } = records[1] ?? {};
    const { Keys: _keys, NewImage: _new, OldImage: _old, ...others } = change ?? {};
    expect(shape({ ...record, dynamodb: others })).to.deep.equal(
      shape({ ...documentedRecord, dynamodb: rest }),
    );
    expect(
      records.map((r) => [r.eventName, r.dynamodb?.OldImage, r.dynamodb?.NewImage, r.dynamodb?.SizeBytes]),
    ).to.deep.equal([
      // AWS's own example: the key, and each image, count for their names and values.
      ['INSERT', undefined, first, 5 + 21],
      ['MODIFY', first, second, 5 + 21 + 33],
      ['REMOVE', second, undefined, 5 + 33],
    ]);
    for (const [index, { dynamodb: d, eventID, eventVersion, eventSourceARN }] of records.entries()) {
      expect(eventID).to.match(/^[0-9a-f]{32}$/);
      expect([eventVersion, eventSourceARN]).to.deep.equal(['1.1', bench.streamArn]);
      expect(d?.SequenceNumber).to.match(/^[1-9]\d{20,39}$/);
      expect(d?.ApproximateCreationDateTime).to.be.within(since, Date.now() / 1000);
      expect(d?.ApproximateCreationDateTime).to.satisfy(Number.isInteger);
      if (index > 0)
        expect(
          BigInt(d?.SequenceNumber ?? 0) > BigInt(records[index - 1]?.dynamodb?.SequenceNumber ?? 0),
        ).to.equal(true);
    }
  });

  for (const [view, images] of [
    ['KEYS_ONLY', []],
    ['NEW_IMAGE', ['NewImage']],
    ['OLD_IMAGE', ['OldImage']],
  ] as const)
    it(`has the images of ${view} only`, async () => {
      const bench = await map(`view-${view}`, 'return null', {}, { view });
      await bench.put('a', 'a');

      const change = (await untilSeen(bench, 2))[1]?.dynamodb;

      expect(change?.StreamViewType).to.equal(view);
      expect(Object.keys(change ?? {}).filter((name) => name.endsWith('Image'))).to.deep.equal(images);
    });

  it('has binary values as base64, once', async () => {
    const bench = await map('binary', 'return null', {});
    const B = Buffer.from([0, 255, 1]);
    await dynamodb.send(
      new PutItemCommand({ TableName: 'binary', Item: { id: { S: 'a' }, b: { B }, bs: { BS: [B] } } }),
    );

    const base64 = B.toString('base64');
    expect((await untilSeen(bench, 1))[0]?.dynamodb?.NewImage).to.deep.equal({
      id: { S: 'a' },
      b: { B: base64 },
      bs: { BS: [base64] },
    });
  });

  it('has the changes by PartiQL statements too, and images that later changes do not reach', async () => {
    const bench = await map('partiql', 'return null', {});
    for (const Statement of [
      `INSERT INTO "partiql" VALUE {'id': 'a', 'n': 1}`,
      `UPDATE "partiql" SET n = 2 WHERE id = 'a'`,
    ])
      await dynamodb.send(new ExecuteStatementCommand({ Statement }));
    await dynamodb.send(
      new UpdateItemCommand({
        TableName: 'partiql',
        Key: { id: { S: 'a' } },
        UpdateExpression: 'SET n = n + :one',
        ExpressionAttributeValues: { ':one': { N: '1' } },
      }),
    );
    await dynamodb.send(new ExecuteStatementCommand({ Statement: `DELETE FROM "partiql" WHERE id = 'a'` }));

    const records = await untilSeen(bench, 4);

    expect(
      records.map(({ eventName, dynamodb: d }) => [eventName, d?.OldImage?.n?.N, d?.NewImage?.n?.N]),
    ).to.deep.equal([
      ['INSERT', undefined, '1'],
      ['MODIFY', '1', '2'],
      ['MODIFY', '2', '3'],
      ['REMOVE', '3', undefined],
    ]);
  });

  it('tells what Time to Live deleted from what a user did', async () => {
    const bench = await map('expiring', 'return null', {});
    const TimeToLiveSpecification = { AttributeName: 'expires', Enabled: true };
    await dynamodb.send(new UpdateTimeToLiveCommand({ TableName: 'expiring', TimeToLiveSpecification }));
    const expires = { N: `${Math.floor(Date.now() / 1000) - 1}` };
    await dynamodb.send(new PutItemCommand({ TableName: 'expiring', Item: { id: { S: 'a' }, expires } }));

    const records = await untilSeen(bench, 2);

    expect(records.map(({ eventName, userIdentity }) => [eventName, userIdentity])).to.deep.equal([
      ['INSERT', undefined],
      ['REMOVE', { type: 'Service', principalId: 'dynamodb.amazonaws.com' }],
    ]);
  });

  it('starts again at the lowest sequence number that the function reports', async () => {
    const bench = await map(
      'reported',
      `return attempt === 0
        ? { batchItemFailures: [{ itemIdentifier: numbers[3] }, { itemIdentifier: numbers[2] }] }
        : { batchItemFailures: [] }`,
      { FunctionResponseTypes: ['ReportBatchItemFailures'] },
      { before: ['a', 'b', 'c', 'd', 'e'] },
    );

    await untilInvoked(bench, 2);
    await bench.put('f');

    expect(await untilInvoked(bench, 3)).to.deep.equal([['a', 'b', 'c', 'd', 'e'], ['c', 'd', 'e'], ['f']]);
  });

  it('gives a batch up after its retries, and keeps it whole in the bucket for discarded batches', async () => {
    await s3.send(new CreateBucketCommand({ Bucket: 'discarded' }));
    const bench = await map(
      'given-up',
      'if (ids.includes("a")) throw new Error("never")',
      {
        BatchSize: 2,
        MaximumRetryAttempts: 1,
        DestinationConfig: { OnFailure: { Destination: 'arn:aws:s3:::discarded' } },
      },
      {
        before: ['a', 'b', 'c'],
        statements: [
          { Effect: 'Allow', Action: 's3:PutObject', Resource: 'arn:aws:s3:::discarded/aws/lambda/*' },
        ],
      },
    );

    expect(await untilInvoked(bench, 3)).to.deep.equal([['a', 'b'], ['a', 'b'], ['c']]);
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'discarded' }));
    expect(Contents).to.have.length(1);
    const Key = Contents[0]?.Key ?? '';
    expect(Key).to.match(new RegExp(`^aws/lambda/${bench.mappingId}/shardId-[^/]+/\\d{4}/\\d\\d/\\d\\d/`));
    const object = await s3.send(new GetObjectCommand({ Bucket: 'discarded', Key }));
    const { payload, ...record } = JSON.parse((await object.Body?.transformToString()) ?? '');
    expect(shape(record)).to.deep.equal(shape(onFailureRecord));
    expect(record.DDBStreamBatchInfo).to.include({ batchSize: 2, streamArn: bench.streamArn });
    expect(JSON.parse(payload).Records).to.deep.equal(bench.records().slice(0, 2));
  });

  it('halves a failed batch until the bad record is alone, and tells the queue of that one', async () => {
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'discarded' }));
    const queueArn = `arn:aws:sqs:${aws.emulator.region}:${aws.emulator.accountId}:discarded`;
    const bench = await map(
      'halved',
      'if (ids.includes("bad")) throw new Error("bad")',
      {
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: 0,
        DestinationConfig: { OnFailure: { Destination: queueArn } },
      },
      {
        before: ['a', 'bad', 'c', 'd'],
        statements: [{ Effect: 'Allow', Action: ['sqs:SendMessage', 'sqs:GetQueueUrl'], Resource: queueArn }],
      },
    );

    expect(await untilInvoked(bench, 5)).to.deep.equal([
      ['a', 'bad', 'c', 'd'],
      ['a', 'bad'],
      ['a'],
      ['bad'],
      ['c', 'd'],
    ]);
    const message = await eventually('message', async () => {
      const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
      return Messages?.[0];
    });
    const record = JSON.parse(message.Body ?? '');
    expect(shape(record)).to.deep.equal(shape(onFailureRecord));
    expect(record.DDBStreamBatchInfo.approximateArrivalOfFirstRecord).to.match(/:\d\dZ$/);
    const bad = bench.records().find((r) => r.dynamodb?.Keys?.id?.S === 'bad')?.dynamodb?.SequenceNumber;
    expect(record.DDBStreamBatchInfo).to.include({ startSequenceNumber: bad, endSequenceNumber: bad });
  });

  it('gives records up that are older than the maximum age', async () => {
    const bench = await map(
      'aged',
      'if (ids.includes("old")) throw new Error("never")',
      // AWS takes 60 s at least; the emulator lets the test be quicker.
      { MaximumRecordAgeInSeconds: 2 },
      { before: ['old'] },
    );
    await untilInvoked(bench, 1);
    await new Promise((resolve) => setTimeout(resolve, 3000));
    await bench.put('young');

    await eventually('young record', () =>
      bench.invocations().at(-1)?.includes('young') ? true : undefined,
    );

    expect(bench.invocations().at(-1)).to.deep.equal(['young']);
  });

  it('takes several batches at once, and keeps the changes of one item in order', async () => {
    const bench = await map('parallel', 'await new Promise((resolve) => setTimeout(resolve, 300))', {
      ParallelizationFactor: 4,
      BatchSize: 2,
    });
    const ids = Array.from({ length: 12 }, (_, index) => `item-${index}`);
    for (const n of ['1', '2', '3'])
      await dynamodb.send(
        new BatchWriteItemCommand({
          RequestItems: {
            parallel: ids.map((id) => ({ PutRequest: { Item: { id: { S: id }, n: { N: n } } } })),
          },
        }),
      );

    const seen = await untilSeen(bench, 36);

    for (const id of ids)
      expect(
        seen.filter((r) => r.dynamodb?.Keys?.id?.S === id).map((r) => r.dynamodb?.NewImage?.n?.N),
      ).to.deep.equal(['1', '2', '3']);
  });

  it('waits for the batching window to end, or for a full batch', async () => {
    const bench = await map('window', 'return null', { MaximumBatchingWindowInSeconds: 1, BatchSize: 3 });

    await bench.put('a', 'b');
    await untilInvoked(bench, 1);
    await bench.put('c', 'd', 'e', 'f');

    expect(await untilInvoked(bench, 3)).to.deep.equal([['a', 'b'], ['c', 'd', 'e'], ['f']]);
  });

  it('gives the function only what its filter lets through', async () => {
    const bench = await map('filtered', 'return null', {
      FilterCriteria: {
        Filters: [
          { Pattern: JSON.stringify({ eventName: ['INSERT'], dynamodb: { Keys: { id: { S: ['b'] } } } }) },
        ],
      },
    });

    await bench.put('a', 'b', 'b', 'c');
    await untilInvoked(bench, 1);
    await new Promise((resolve) => setTimeout(resolve, 300));

    expect(bench.invocations()).to.deep.equal([['b']]);
  });

  it('at LATEST leaves out what was in the stream before', async () => {
    const bench = await map('latest', 'return null', { StartingPosition: 'LATEST' }, { before: ['before'] });

    await bench.put('after');

    expect(await untilInvoked(bench, 1)).to.deep.equal([['after']]);
  });

  it('returns its settings, and Lambda’s defaults for the rest', async () => {
    const { mappingId } = await map('settings', 'return null', { MaximumRetryAttempts: 5 });

    const mapping = await aws.lambda.send(new GetEventSourceMappingCommand({ UUID: mappingId }));

    expect(mapping).to.deep.include({
      BatchSize: 100,
      BisectBatchOnFunctionError: false,
      DestinationConfig: { OnFailure: {} },
      MaximumBatchingWindowInSeconds: 0,
      MaximumRecordAgeInSeconds: -1,
      MaximumRetryAttempts: 5,
      ParallelizationFactor: 1,
      StartingPosition: 'TRIM_HORIZON',
      TumblingWindowInSeconds: 0,
    });
  });

  it('does not start at a time', async () => {
    const refused = await map('timed', 'return null', {
      StartingPosition: 'AT_TIMESTAMP',
      StartingPositionTimestamp: new Date(),
    }).catch((error: Error) => error);

    expect(refused).to.have.property('name', 'InvalidParameterValueException');
    expect(refused).to.have.property('message').that.includes('AT_TIMESTAMP');
  });

  for (const missing of ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'])
    it(`is refused where the function’s role lacks dynamodb:${missing}`, async () => {
      const name = `without-${missing}`;
      const EventSourceArn = await table(name);
      const allowed = readingOf(EventSourceArn);
      const Action = [...allowed.Action].filter((action) => action !== `dynamodb:${missing}`);
      await aws.deploy(name, functionCode(join(aws.folder, name), ''), [{ ...allowed, Action }]);

      const refused = await aws.lambda
        .send(
          new CreateEventSourceMappingCommand({
            EventSourceArn,
            FunctionName: name,
            StartingPosition: 'LATEST',
          }),
        )
        .catch((error: Error) => error);

      expect(refused).to.have.property('name', 'InvalidParameterValueException');
      expect(refused)
        .to.have.property('message')
        .that.matches(/Please ensure the role can perform the GetRecords/);
    });

  it('stops when the role loses its permission, and goes on where it was when it has it again', async () => {
    const bench = await map('interrupted', 'return null', {}, { before: ['a'] });
    await untilInvoked(bench, 1);
    await aws.allow(bench.roleName, [{ ...readingOf(bench.streamArn), Action: 'dynamodb:DescribeStream' }]);
    await bench.put('b');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(bench.invocations()).to.deep.equal([['a']]);

    await aws.allow(bench.roleName, [readingOf(bench.streamArn)]);

    expect(await untilInvoked(bench, 2)).to.deep.equal([['a'], ['b']]);
  });
});

function readingOf(streamArn: string): Statement {
  const Action = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map(
    (name) => `dynamodb:${name}`,
  );
  return { Effect: 'Allow', Action, Resource: streamArn };
}

/** A module that appends each event to a file, as a line, before it answers. */
function functionCode(notes: string, answer: string): string {
  return `
    const { appendFileSync, existsSync, readFileSync } = require('node:fs');
    const notes = ${JSON.stringify(notes)};
    exports.handler = async (event) => {
      const attempt = existsSync(notes) ? readFileSync(notes, 'utf8').trim().split('\\n').length : 0;
      const ids = event.Records.map((record) => record.dynamodb.Keys.id.S);
      const numbers = event.Records.map((record) => record.dynamodb.SequenceNumber);
      appendFileSync(notes, JSON.stringify(event) + '\\n');
      ${answer}
    };`;
}
