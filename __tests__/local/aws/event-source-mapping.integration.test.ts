import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutRecordsCommand, RegisterStreamConsumerCommand } from '@aws-sdk/client-kinesis';
import {
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingCommandInput,
  GetEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { AwsBench, type Statement } from './aws-bench';
import { eventually } from './eventually';
import kinesisEventRecord from './fixtures/kinesis-event-record.json';
import onFailureRecord from './fixtures/on-failure-record.json';
import { shape } from './shape';

type Settings = Partial<CreateEventSourceMappingCommandInput>;

/** A mapping under test: a stream, a function that notes what it was given, and the mapping between them. */
interface Bench {
  readonly mappingId: string;
  readonly streamArn: string;
  put(...records: readonly PutRecord[]): Promise<void>;
  /** The data of the records of each invocation so far. */
  invocations(): string[][];
  events(): Event[];
  /** When each invocation began, in milliseconds. */
  startTimes(): number[];
}

interface Event {
  readonly Records: readonly { readonly kinesis: { readonly sequenceNumber: string } }[];
}

interface PutRecord {
  readonly data: string;
  readonly key?: string;
}

describe('an event source mapping of a Kinesis stream', function () {
  this.timeout(30_000);
  let aws: AwsBench;
  let s3: S3Client;
  let sqs: SQSClient;

  before(async function () {
    aws = await AwsBench.start(this);
    s3 = new S3Client(aws.settings);
    sqs = new SQSClient(aws.settings);
  });
  after(() => aws?.stop());

  /**
   * `answer` is the body of a JavaScript function of `records` (the data of the batch's records),
   * `numbers` (their sequence numbers) and `attempt` (how often the function was invoked before).
   */
  async function map(
    name: string,
    answer: string,
    settings: Settings,
    options: { records?: readonly PutRecord[]; shards?: number; statements?: readonly Statement[] } = {},
  ): Promise<Bench> {
    const notes = join(aws.folder, `${name}.jsonl`);
    const streamArn = await aws.stream(name, options.shards);
    const put = async (...records: readonly PutRecord[]) => {
      await aws.kinesis.send(
        new PutRecordsCommand({
          StreamName: name,
          Records: records.map(({ data, key }) => ({ Data: Buffer.from(data), PartitionKey: key ?? 'k' })),
        }),
      );
    };
    if (options.records) await put(...options.records);
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
    const lines = () => (existsSync(notes) ? readFileSync(notes, 'utf8').split('\n').slice(0, -1) : []);
    return {
      mappingId: mapping.UUID ?? '',
      streamArn,
      put,
      invocations: () => lines().map((line) => JSON.parse(line).records),
      events: () => lines().map((line) => JSON.parse(line).event),
      startTimes: () => lines().map((line) => JSON.parse(line).at),
    };
  }

  function untilInvoked(bench: Bench, times: number): Promise<string[][]> {
    return eventually(`invocation number ${times}`, () => {
      const invocations = bench.invocations();
      return invocations.length >= times ? invocations : undefined;
    });
  }

  it('gives the function the records as Lambda documents them', async () => {
    const bench = await map('shape', 'return null', {}, { records: [{ data: 'one', key: 'k' }] });

    await untilInvoked(bench, 1);

    expect(shape(bench.events()[0])).to.deep.equal({ Records: [shape(kinesisEventRecord)] });
  });

  it('starts again at the lowest sequence number that the function reports', async () => {
    const bench = await map(
      'reported',
      `return attempt === 0
        ? { batchItemFailures: [{ itemIdentifier: numbers[3] }, { itemIdentifier: numbers[2] }] }
        : { batchItemFailures: [] }`,
      { FunctionResponseTypes: ['ReportBatchItemFailures'] },
      { records: ['a', 'b', 'c', 'd', 'e'].map((data) => ({ data })) },
    );

    await untilInvoked(bench, 2);
    await bench.put({ data: 'f' });

    expect(await untilInvoked(bench, 3)).to.deep.equal([['a', 'b', 'c', 'd', 'e'], ['c', 'd', 'e'], ['f']]);
  });

  it('takes no notice of reported failures unless it is told to', async () => {
    const bench = await map(
      'unreported',
      'return { batchItemFailures: [{ itemIdentifier: numbers[0] }] }',
      {},
      { records: [{ data: 'a' }] },
    );

    await untilInvoked(bench, 1);
    await bench.put({ data: 'b' });

    expect(await untilInvoked(bench, 2)).to.deep.equal([['a'], ['b']]);
  });

  it('repeats a failed batch before any later one, for ever by default, with growing pauses', async () => {
    const bench = await map(
      'repeated',
      'if (attempt < 3) throw new Error("not yet")',
      { BatchSize: 2 },
      { records: ['a', 'b', 'c'].map((data) => ({ data })) },
    );

    expect(await untilInvoked(bench, 5)).to.deep.equal([
      ['a', 'b'],
      ['a', 'b'],
      ['a', 'b'],
      ['a', 'b'],
      ['c'],
    ]);
  });

  it('gives a batch up after its retries, and keeps it whole in the bucket for discarded batches', async () => {
    await s3.send(new CreateBucketCommand({ Bucket: 'discarded' }));
    const bench = await map(
      'given-up',
      'if (records.includes("a")) throw new Error("never")',
      {
        BatchSize: 2,
        MaximumRetryAttempts: 1,
        DestinationConfig: { OnFailure: { Destination: 'arn:aws:s3:::discarded' } },
      },
      {
        records: ['a', 'b', 'c'].map((data) => ({ data })),
        statements: [
          { Effect: 'Allow', Action: 's3:PutObject', Resource: 'arn:aws:s3:::discarded/aws/lambda/*' },
        ],
      },
    );

    expect(await untilInvoked(bench, 3)).to.deep.equal([['a', 'b'], ['a', 'b'], ['c']]);
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'discarded' }));
    expect(Contents).to.have.length(1);
    const Key = Contents[0]?.Key ?? '';
    expect(Key).to.match(
      new RegExp(
        `^aws/lambda/${bench.mappingId}/shardId-000000000000/\\d{4}/\\d\\d/\\d\\d/` +
          '\\d{4}-\\d\\d-\\d\\dT\\d\\d\\.\\d\\d\\.\\d\\d-[0-9a-f-]{36}$',
      ),
    );
    const object = await s3.send(new GetObjectCommand({ Bucket: 'discarded', Key }));
    const { payload, ...record } = JSON.parse((await object.Body?.transformToString()) ?? '');
    expect(shape(record)).to.deep.equal(shape(onFailureRecord));
    expect(record.requestContext).to.include({
      condition: 'RetryAttemptsExhausted',
      approximateInvokeCount: 2,
    });
    expect(record.KinesisBatchInfo).to.include({ batchSize: 2, streamArn: bench.streamArn });
    expect(JSON.parse(payload)).to.deep.equal(bench.events()[0]);
  });

  it('halves a failed batch until the bad record is alone, and tells the queue of that one', async () => {
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'discarded' }));
    const queueArn = `arn:aws:sqs:${aws.emulator.region}:${aws.emulator.accountId}:discarded`;
    const bench = await map(
      'halved',
      'if (records.includes("bad")) throw new Error("bad")',
      {
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: 0,
        DestinationConfig: { OnFailure: { Destination: queueArn } },
      },
      {
        records: ['a', 'b', 'c', 'd', 'bad', 'f', 'g', 'h'].map((data) => ({ data })),
        statements: [{ Effect: 'Allow', Action: ['sqs:SendMessage', 'sqs:GetQueueUrl'], Resource: queueArn }],
      },
    );

    const invocations = await untilInvoked(bench, 7);
    expect(invocations).to.deep.equal([
      ['a', 'b', 'c', 'd', 'bad', 'f', 'g', 'h'],
      ['a', 'b', 'c', 'd'],
      ['bad', 'f', 'g', 'h'],
      ['bad', 'f'],
      ['bad'],
      ['f'],
      ['g', 'h'],
    ]);
    const message = await eventually('message', async () => {
      const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
      return Messages?.[0];
    });
    const record = JSON.parse(message.Body ?? '');
    expect(shape(record)).to.deep.equal(shape(onFailureRecord));
    const bad = bench.events()[4]?.Records[0]?.kinesis.sequenceNumber;
    expect(record.KinesisBatchInfo).to.include({
      batchSize: 1,
      startSequenceNumber: bad,
      endSequenceNumber: bad,
    });
  });

  it('gives records up that are older than the maximum age', async () => {
    const bench = await map(
      'aged',
      'if (records.includes("old")) throw new Error("never")',
      // AWS takes 60 s at least; the emulator lets the test be quicker.
      { MaximumRecordAgeInSeconds: 1 },
      { records: [{ data: 'old' }] },
    );

    await untilInvoked(bench, 2);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await bench.put({ data: 'young' });

    const invocations = await eventually('young record', () => {
      const all = bench.invocations();
      return all.at(-1)?.includes('young') ? all : undefined;
    });
    expect(invocations.at(-1)).to.deep.equal(['young']);
  });

  it('reads each shard on its own: a stuck one holds no other back', async () => {
    // The MD5 of `a` lies in the lower half of the hash keys, that of `b` in the upper one.
    const bench = await map(
      'shards',
      'if (records.includes("stuck")) throw new Error("stuck")',
      {},
      {
        shards: 2,
        records: [
          { data: 'stuck', key: 'a' },
          { data: 'free', key: 'b' },
        ],
      },
    );

    const invocations = await untilInvoked(bench, 4);
    expect(invocations.filter((records) => records.includes('free'))).to.deep.equal([['free']]);
    expect(invocations.filter((records) => records.includes('stuck')).length).to.be.at.least(2);
  });

  it('takes several batches of one shard at once, and keeps the records of one key in order', async () => {
    const keys = Array.from({ length: 12 }, (_, index) => `key-${index}`);
    const bench = await map(
      'parallel',
      'await new Promise((resolve) => setTimeout(resolve, 300))',
      { ParallelizationFactor: 4, BatchSize: 2 },
      { records: [1, 2, 3].flatMap((n) => keys.map((key) => ({ data: `${key}:${n}`, key }))) },
    );

    const seen = await eventually('end of the stream', () => {
      const all = bench.invocations().flat();
      return all.length >= 36 ? all : undefined;
    });
    for (const key of keys)
      expect(seen.filter((data) => data.startsWith(`${key}:`))).to.deep.equal(
        [1, 2, 3].map((n) => `${key}:${n}`),
      );
    const starts = bench.startTimes();
    const atOnce = starts.map(
      (start) => starts.filter((other) => other >= start && other < start + 300).length,
    );
    expect(Math.max(...atOnce)).to.be.within(2, 4);
  });

  it('waits for the batching window to end, or for a full batch', async () => {
    const bench = await map('window', 'return null', { MaximumBatchingWindowInSeconds: 1, BatchSize: 3 });

    await bench.put({ data: 'a' });
    await bench.put({ data: 'b' });
    await untilInvoked(bench, 1);
    await bench.put(...['c', 'd', 'e', 'f'].map((data) => ({ data })));

    expect(await untilInvoked(bench, 3)).to.deep.equal([['a', 'b'], ['c', 'd', 'e'], ['f']]);
  });

  it('at LATEST leaves out what was in the stream before', async () => {
    const bench = await map(
      'latest',
      'return null',
      { StartingPosition: 'LATEST' },
      { records: [{ data: 'before' }] },
    );

    await bench.put({ data: 'after' });

    expect(await untilInvoked(bench, 1)).to.deep.equal([['after']]);
  });

  it('returns its settings, and Lambda’s defaults for the rest', async () => {
    const bench = await map('settings', 'return null', {
      MaximumRetryAttempts: 5,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });

    const mapping = await aws.lambda.send(new GetEventSourceMappingCommand({ UUID: bench.mappingId }));

    expect(mapping).to.deep.include({
      BatchSize: 100,
      BisectBatchOnFunctionError: false,
      DestinationConfig: { OnFailure: {} },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumBatchingWindowInSeconds: 0,
      MaximumRecordAgeInSeconds: -1,
      MaximumRetryAttempts: 5,
      ParallelizationFactor: 1,
      StartingPosition: 'TRIM_HORIZON',
      TumblingWindowInSeconds: 0,
    });
  });

  it('reads as an enhanced fan-out consumer with the permission to subscribe alone', async () => {
    const StreamARN = await aws.stream('fan-out');
    const registered = await aws.kinesis.send(
      new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: 'consumer' }),
    );
    const EventSourceArn = registered.Consumer?.ConsumerARN ?? '';
    const notes = join(aws.folder, 'fan-out.jsonl');
    await aws.deploy('fan-out', functionCode(notes, ''), [
      { Effect: 'Allow', Action: ['kinesis:DescribeStream', 'kinesis:ListShards'], Resource: StreamARN },
      { Effect: 'Allow', Action: 'kinesis:SubscribeToShard', Resource: EventSourceArn },
    ]);
    await aws.lambda.send(
      new CreateEventSourceMappingCommand({
        EventSourceArn,
        FunctionName: 'fan-out',
        StartingPosition: 'TRIM_HORIZON',
      }),
    );
    const Records = [{ Data: Buffer.from('pushed'), PartitionKey: 'k' }];
    await aws.kinesis.send(new PutRecordsCommand({ StreamARN, Records }));

    const line = await eventually('invocation', () =>
      existsSync(notes) ? readFileSync(notes, 'utf8') : undefined,
    );
    expect(JSON.parse(line).records).to.deep.equal(['pushed']);
  });

  it('is refused where the function’s role may not read the stream', async () => {
    const EventSourceArn = await aws.stream('forbidden');
    await aws.deploy('forbidden', functionCode(join(aws.folder, 'forbidden'), ''), []);
    const create = new CreateEventSourceMappingCommand({
      EventSourceArn,
      FunctionName: 'forbidden',
      StartingPosition: 'LATEST',
    });

    const error = await aws.lambda.send(create).catch((refused: Error) => refused);

    expect(error).to.have.property('name', 'InvalidParameterValueException');
    expect(error)
      .to.have.property('message')
      .that.matches(/Please ensure the role can perform the GetRecords/);
  });
});

function readingOf(streamArn: string): Statement {
  const Action = ['DescribeStream', 'ListShards', 'GetShardIterator', 'GetRecords'].map(
    (name) => `kinesis:${name}`,
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
      const records = event.Records.map((record) => Buffer.from(record.kinesis.data, 'base64').toString());
      const numbers = event.Records.map((record) => record.kinesis.sequenceNumber);
      appendFileSync(notes, JSON.stringify({ at: Date.now(), records, event }) + '\\n');
      ${answer}
    };`;
}
