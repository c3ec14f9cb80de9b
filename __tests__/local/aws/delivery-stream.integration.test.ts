import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateTableCommand,
  DynamoDBClient,
  EnableKinesisStreamingDestinationCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  CreateDeliveryStreamCommand,
  DeleteDeliveryStreamCommand,
  DescribeDeliveryStreamCommand,
  type ExtendedS3DestinationConfiguration,
  FirehoseClient,
  type Processor,
  PutRecordBatchCommand,
  PutRecordCommand,
  UpdateDestinationCommand,
} from '@aws-sdk/client-firehose';
import { PutRecordCommand as PutKinesisRecordCommand } from '@aws-sdk/client-kinesis';
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { FirehoseTransformationEvent } from 'aws-lambda';
import { expect } from 'chai';
import { AwsBench, type Statement } from './aws-bench';
import { eventually } from './eventually';
import documentedEvent from './fixtures/firehose-event.json';
import documentedFailure from './fixtures/processing-failed.json';
import { shape } from './shape';

type Settings = Partial<ExtendedS3DestinationConfiguration>;

interface Options {
  /** A function body of `event`, `attempt` (invocations before) and `text(record)`; there is no function without it. */
  readonly transform?: string;
  /** Of the function's processor, beside its ARN. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** The Kinesis stream to read. @default none: records are put */
  readonly streamArn?: string;
}

interface Delivery {
  readonly name: string;
  readonly arn: string;
  readonly bucket: string;
  readonly roleName: string;
  /** All that its role may do. */
  readonly statements: readonly Statement[];
  events(): FirehoseTransformationEvent[];
}

const WRITTEN = { BufferingHints: { IntervalInSeconds: 0, SizeInMBs: 1 } } as const;
const PARTITIONED = {
  BufferingHints: { IntervalInSeconds: 0, SizeInMBs: 64 },
  DynamicPartitioningConfiguration: { Enabled: true },
  ErrorOutputPrefix: 'errors/!{firehose:error-output-type}/',
} as const;
const AT_ONCE = { BufferIntervalInSeconds: '0' };

describe('a delivery stream to S3', function () {
  this.timeout(40_000);
  let aws: AwsBench;
  let firehose: FirehoseClient;
  let s3: S3Client;

  before(async function () {
    aws = await AwsBench.start(this);
    firehose = new FirehoseClient(aws.settings);
    s3 = new S3Client(aws.settings);
  });
  after(() => aws?.stop());

  async function deliver(name: string, settings: Settings, options: Options = {}): Promise<Delivery> {
    await s3.send(new CreateBucketCommand({ Bucket: name }));
    const notes = join(aws.folder, `${name}.jsonl`);
    const statements: Statement[] = [
      { Effect: 'Allow', Action: 's3:PutObject', Resource: `arn:aws:s3:::${name}/*` },
    ];
    const processors: Processor[] = [...(settings.ProcessingConfiguration?.Processors ?? [])];
    if (options.transform !== undefined) {
      const arn = `${await aws.deploy(`${name}-fn`, functionCode(notes, options.transform), [])}:$LATEST`;
      statements.push({ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: arn });
      const parameters = Object.entries({ LambdaArn: arn, ...AT_ONCE, ...options.parameters });
      processors.unshift({
        Type: 'Lambda',
        Parameters: parameters.map(([ParameterName, ParameterValue]) => ({
          ParameterName: ParameterName as 'LambdaArn',
          ParameterValue,
        })),
      });
    }
    if (options.streamArn) statements.push(readingOf(options.streamArn));
    const RoleARN = await aws.role(`${name}-delivery`, statements, 'firehose');
    const created = await firehose.send(
      new CreateDeliveryStreamCommand({
        DeliveryStreamName: name,
        ...(options.streamArn && {
          DeliveryStreamType: 'KinesisStreamAsSource',
          KinesisStreamSourceConfiguration: { KinesisStreamARN: options.streamArn, RoleARN },
        }),
        ExtendedS3DestinationConfiguration: {
          BucketARN: `arn:aws:s3:::${name}`,
          RoleARN,
          ...settings,
          ...(processors.length > 0 && {
            ProcessingConfiguration: { Enabled: true, Processors: processors },
          }),
        },
      }),
    );
    return {
      name,
      arn: created.DeliveryStreamARN ?? '',
      bucket: name,
      roleName: `${name}-delivery`,
      statements,
      events: () =>
        existsSync(notes)
          ? readFileSync(notes, 'utf8')
              .split('\n')
              .slice(0, -1)
              .map((line) => JSON.parse(line))
          : [],
    };
  }

  async function put(DeliveryStreamName: string, ...texts: readonly string[]): Promise<void> {
    const Records = texts.map((text) => ({ Data: Buffer.from(text) }));
    await firehose.send(new PutRecordBatchCommand({ DeliveryStreamName, Records }));
  }

  async function objects(Bucket: string): Promise<Map<string, Buffer>> {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
    const read = Contents.map(async ({ Key = '' }) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      return [Key, Buffer.from((await Body?.transformToByteArray()) ?? [])] as const;
    });
    return new Map(await Promise.all(read));
  }

  function untilWritten(bucket: string, count: number): Promise<[string, Buffer][]> {
    return eventually(`object number ${count} in ${bucket}`, async () => {
      const all = [...(await objects(bucket))];
      return all.length >= count ? all : undefined;
    });
  }

  /** The lines of all objects under the prefix, in their order within an object. */
  async function linesUnder(bucket: string, prefix: string): Promise<string[]> {
    const found = [...(await objects(bucket))].filter(([key]) => key.startsWith(prefix));
    return found.flatMap(([, body]) => body.toString().split('\n').slice(0, -1));
  }

  function untilLines(bucket: string, prefix: string, count: number): Promise<string[]> {
    return eventually(`line number ${count} under ${bucket}/${prefix}`, async () => {
      const lines = await linesUnder(bucket, prefix);
      return lines.length >= count ? lines : undefined;
    });
  }

  function pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, milliseconds));
  }

  describe('with a Kinesis stream as its source', () => {
    const TO_LINES = `return { records: event.records.map((r) => ({ recordId: r.recordId, result: 'Ok',
      data: Buffer.from(text(r) + '\\n').toString('base64') })) }`;

    async function putInto(StreamName: string, text: string, PartitionKey: string): Promise<void> {
      const Data = Buffer.from(text);
      await aws.kinesis.send(new PutKinesisRecordCommand({ StreamName, Data, PartitionKey }));
    }

    /** Waits until what is put is read, as a canary shows it. */
    async function untilReading(StreamName: string, bucket: string): Promise<void> {
      await eventually('canary', async () => {
        await putInto(StreamName, 'canary', 'a');
        await pause(200);
        return (await linesUnder(bucket, '')).includes('canary') ? true : undefined;
      });
    }

    it('begins at LATEST some seconds after it says ACTIVE, then reads every shard', async () => {
      const streamArn = await aws.stream('two-shards', 2);
      const { bucket, name } = await deliver('latest', WRITTEN, { streamArn, transform: TO_LINES });
      const { DeliveryStreamDescription } = await firehose.send(
        new DescribeDeliveryStreamCommand({ DeliveryStreamName: name }),
      );
      expect(DeliveryStreamDescription?.DeliveryStreamStatus).to.equal('ACTIVE');
      await putInto('two-shards', 'too early', 'a');

      await untilReading('two-shards', bucket);
      // The MD5 of `a` lies in the lower half of the hash keys, that of `b` in the upper one.
      await putInto('two-shards', 'lower', 'a');
      await putInto('two-shards', 'upper', 'b');

      const lines = await eventually('both records', async () => {
        const found = await linesUnder(bucket, '');
        return found.includes('lower') && found.includes('upper') ? found : undefined;
      });
      expect(lines).to.not.include('too early');
    });

    it('hands the function the records, and where they were in the stream', async () => {
      const streamArn = await aws.stream('described');
      const delivery = await deliver('event', WRITTEN, { streamArn, transform: TO_LINES });
      await untilReading('described', delivery.bucket);

      const event = delivery.events().find(({ records }) => records.length === 1);

      expect(shape(event)).to.deep.equal(shape(documentedEvent));
      expect(event).to.include({ deliveryStreamArn: delivery.arn, sourceKinesisStreamArn: streamArn });
      expect(event?.records[0]?.kinesisRecordMetadata?.partitionKey).to.equal('a');
    });

    it('has the changes that DynamoDB writes into the stream', async () => {
      const streamArn = await aws.stream('changes');
      const { bucket } = await deliver('changes-delivered', WRITTEN, { streamArn, transform: TO_LINES });
      const dynamodb = new DynamoDBClient(aws.settings);
      await dynamodb.send(
        new CreateTableCommand({
          TableName: 'changed',
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        }),
      );
      await dynamodb.send(
        new EnableKinesisStreamingDestinationCommand({ TableName: 'changed', StreamArn: streamArn }),
      );
      await untilReading('changes', bucket);
      await dynamodb.send(new PutItemCommand({ TableName: 'changed', Item: { pk: { S: 'a' } } }));

      const change = await eventually('change', async () =>
        (await linesUnder(bucket, '')).find((line) => line.includes('tableName')),
      );
      expect(JSON.parse(change)).to.include({ tableName: 'changed', eventName: 'INSERT' });
    });

    it('waits while its role lacks any permission to read, and loses nothing', async () => {
      const names = ['DescribeStream', 'GetShardIterator', 'GetRecords', 'ListShards'];

      await Promise.all(names.map(loseAndRegain));
    });

    async function loseAndRegain(missing: string): Promise<void> {
      const stream = `held-${missing}`;
      const bucket = stream.toLowerCase();
      const streamArn = await aws.stream(stream);
      const delivery = await deliver(bucket, WRITTEN, { streamArn, transform: TO_LINES });
      await untilReading(stream, bucket);
      const reading = readingOf(streamArn);
      const Action = [...reading.Action].filter((action) => action !== `kinesis:${missing}`);
      await aws.allow(delivery.roleName, [...delivery.statements.slice(0, 2), { ...reading, Action }]);
      await pause(500);
      await putInto(stream, 'kept', 'a');
      await pause(1500);
      expect(await linesUnder(bucket, ''), missing).to.not.include('kept');

      await aws.allow(delivery.roleName, delivery.statements);

      await eventually('record', async () =>
        (await linesUnder(bucket, '')).includes('kept') ? true : undefined,
      );
    }
  });

  describe('with a function', () => {
    it('hands it what was put, without a place in a stream', async () => {
      const delivery = await deliver('put', WRITTEN, {
        transform: 'return { records: [] }',
        parameters: { NumberOfRetries: '0' },
      });
      await put(delivery.name, 'a');

      const [event] = await eventually('event', () =>
        delivery.events().length > 0 ? delivery.events() : undefined,
      );

      const { sourceKinesisStreamArn: _stream, records, ...rest } = documentedEvent;
      const { kinesisRecordMetadata: _metadata, ...record } = records[0] ?? {};
      expect(shape(event)).to.deep.equal(shape({ ...rest, records: [record] }));
    });

    it('writes what is Ok, leaves out what is Dropped, and keeps what is ProcessingFailed aside', async () => {
      const { bucket, name } = await deliver('outcomes', WRITTEN, {
        transform: `return { records: event.records.map((r) => ({ recordId: r.recordId, result: text(r),
          data: Buffer.from(text(r) + '!\\n').toString('base64') })) }`,
      });
      await put(name, 'Ok', 'Dropped', 'ProcessingFailed', 'Ok');

      await untilWritten(bucket, 2);

      expect(await linesUnder(bucket, '2')).to.deep.equal(['Ok!', 'Ok!']);
      const [failure, ...others] = (await linesUnder(bucket, 'processing-failed/')).map((line) =>
        JSON.parse(line),
      );
      expect(others).to.deep.equal([]);
      expect(shape(failure)).to.deep.equal(shape(documentedFailure));
      expect(failure).to.include({
        attemptsMade: 1,
        errorCode: 'Lambda.ProcessingFailedStatus',
        rawData: Buffer.from('ProcessingFailed').toString('base64'),
      });
      const [key] = [...(await objects(bucket)).keys()].filter((one) => one.startsWith('processing-failed/'));
      expect(key).to.match(/^processing-failed\/\d{4}\/\d\d\/\d\d\/\d\d\/outcomes-1-/);
    });

    for (const [what, transform, errorCode] of [
      ['throws', 'throw new Error("no")', 'Lambda.FunctionError'],
      ['leaves an id out', `return { records: [${answer('event.records[0]')}] }`, 'Lambda.MissingRecordId'],
      [
        'answers an id twice',
        `return { records: [...event.records, event.records[0]].map((r) => (${answer('r')})) }`,
        'Lambda.DuplicatedRecordId',
      ],
      ['answers something else', 'return "done"', 'Lambda.JsonProcessingException'],
      [
        'answers data that is not base64',
        `return { records: event.records.map((r) => ({ recordId: r.recordId, result: 'Ok', data: '!' })) }`,
        'Lambda.JsonProcessingException',
      ],
      [
        'answers a partition key that is no text',
        `return { records: event.records.map((r) => ({ ...${answer('r')}, metadata: { partitionKeys: { n: 1 } } })) }`,
        'Lambda.JsonProcessingException',
      ],
      [
        'answers more than 6 MB',
        `return { records: event.records.map((r) => ({ recordId: r.recordId, result: 'Ok', data: 'a'.repeat(4 << 20) })) }`,
        'Lambda.FunctionError',
      ],
    ] as const)
      it(`keeps the whole batch aside, after its retries, where the function ${what}`, async () => {
        const delivery = await deliver(`batch-${what.replaceAll(' ', '-').toLowerCase()}`, WRITTEN, {
          transform,
          parameters: { NumberOfRetries: '1' },
        });
        await put(delivery.name, 'a', 'b');

        const failures = (await untilLines(delivery.bucket, 'processing-failed/', 2)).map((line) =>
          JSON.parse(line),
        );

        expect(failures.map(({ rawData }) => Buffer.from(rawData, 'base64').toString())).to.deep.equal([
          'a',
          'b',
        ]);
        for (const failure of failures) expect(failure).to.include({ attemptsMade: 2, errorCode });
        expect(delivery.events()).to.have.length(2);
        expect(await linesUnder(delivery.bucket, '2')).to.deep.equal([]);
      });

    it('retries three times by default, and delivers what succeeds then', async () => {
      const { bucket, name } = await deliver('retried', WRITTEN, {
        transform: `if (attempt < 3) throw new Error('not yet'); return { records: event.records.map((r) => (${answer('r')})) }`,
      });
      await put(name, 'a\n');

      expect(await untilLines(bucket, '2', 1)).to.deep.equal(['a']);
    });

    it('gives it batches of its buffer’s size', async () => {
      const delivery = await deliver('sized', WRITTEN, {
        transform: `return { records: event.records.map((r) => (${answer('r')})) }`,
        parameters: { BufferSizeInMBs: '0.2', BufferIntervalInSeconds: '1' },
      });
      await put(delivery.name, ...['a', 'b', 'c'].map((letter) => `${letter.repeat(90_000)}\n`));

      await untilLines(delivery.bucket, '2', 3);

      expect(delivery.events().map(({ records }) => records.length)).to.deep.equal([2, 1]);
    });

    it('waits while its role may not invoke it, and loses nothing', async () => {
      const delivery = await deliver('uninvoked', WRITTEN, {
        transform: `return { records: event.records.map((r) => (${answer('r')})) }`,
      });
      await aws.allow(delivery.roleName, delivery.statements.slice(0, 1));
      await put(delivery.name, 'a\n');
      await pause(1000);
      expect(delivery.events()).to.deep.equal([]);

      await aws.allow(delivery.roleName, delivery.statements);

      expect(await untilLines(delivery.bucket, '', 1)).to.deep.equal(['a']);
    });
  });

  it('tells in its error log what holds it up, where its role may write there', async () => {
    const logs = new CloudWatchLogsClient(aws.settings);
    const logGroupName = '/aws/kinesisfirehose/held-up';
    await logs.send(new CreateLogGroupCommand({ logGroupName }));
    await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: 'delivery' }));
    const { name, arn, roleName } = await deliver('held-up', {
      ...WRITTEN,
      CloudWatchLoggingOptions: { Enabled: true, LogGroupName: logGroupName, LogStreamName: 'delivery' },
    });
    const messages = async () => {
      const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName }));
      return events.map(({ message = '' }) => JSON.parse(message));
    };
    await aws.allow(roleName, [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }]);
    await put(name, 'a');
    await pause(1500);
    expect(await messages()).to.deep.equal([]);

    const { region, accountId } = aws.emulator;
    const Resource = `arn:aws:logs:${region}:${accountId}:log-group:${logGroupName}:log-stream:delivery`;
    await aws.allow(roleName, [{ Effect: 'Allow', Action: 'logs:PutLogEvents', Resource }]);

    const told = await eventually('what it tells', async () => (await messages())[0]);
    expect(told).to.deep.include({ deliveryStreamARN: arn, destination: 'arn:aws:s3:::held-up' });
    expect(told.message).to.match(/s3:PutObject/);
  });

  describe('writes', () => {
    it('the records of a buffer one after the other into one object, named after the stream and the time', async () => {
      const { bucket, name } = await deliver('plain', {
        BufferingHints: { IntervalInSeconds: 1, SizeInMBs: 1 },
      });
      await put(name, 'a', 'b');
      await put(name, 'c');

      const [[key, body], ...others] = (await untilWritten(bucket, 1)) as [[string, Buffer]];

      expect(others).to.deep.equal([]);
      expect(body.toString()).to.equal('abc');
      const now = new Date().toISOString();
      expect(key).to.match(/^\d{4}\/\d\d\/\d\d\/\d\d\/plain-1-\d{4}(-\d\d){5}-[0-9a-f-]{36}$/);
      expect(key.slice(0, 11)).to.equal(`${now.slice(0, 10).replaceAll('-', '/')}/`);
    });

    it('a full buffer at once', async () => {
      const { bucket, name } = await deliver('full', {
        BufferingHints: { IntervalInSeconds: 900, SizeInMBs: 1 },
      });
      const before = Date.now();
      await put(name, 'a'.repeat(1_000_000), 'b'.repeat(100_000));

      await untilWritten(bucket, 1);

      expect(Date.now() - before).to.be.below(1500);
    });

    it('gzipped, under an evaluated prefix, in the time zone', async () => {
      const { bucket, name } = await deliver('zoned', {
        ...WRITTEN,
        CompressionFormat: 'GZIP',
        CustomTimeZone: 'Pacific/Kiritimati',
        Prefix:
          "changes/table=orders/date=!{timestamp:yyyy-MM-dd}/hour=!{timestamp:HH'h'}/!{firehose:random-string}/",
        ErrorOutputPrefix: 'errors/!{firehose:error-output-type}/',
      });
      await put(name, 'a\n');

      const [[key, body]] = (await untilWritten(bucket, 1)) as [[string, Buffer]];

      // Kiritimati is 14 hours ahead of UTC.
      const there = new Date(Date.now() + 14 * 3_600_000).toISOString();
      const [date, hour] = [there.slice(0, 10), there.slice(11, 13)];
      expect(key).to.match(
        new RegExp(
          `^changes/table=orders/date=${date}/hour=${hour}h/\\w{11}/zoned-1-${date}-${hour}-.*\\.gz$`,
        ),
      );
      expect(gunzipSync(body).toString()).to.equal('a\n');
    });

    it('objects with the given extension', async () => {
      const { bucket, name } = await deliver('extended', {
        ...WRITTEN,
        CompressionFormat: 'GZIP',
        FileExtension: '.json.gz',
      });
      await put(name, 'a');

      const [[key]] = (await untilWritten(bucket, 1)) as [[string, Buffer]];

      expect(key).to.match(/[0-9a-f]\.json\.gz$/);
    });

    it('an object for each partition that the function names', async () => {
      const { bucket, name } = await deliver(
        'partitioned',
        {
          ...PARTITIONED,
          Prefix: 'table=!{partitionKeyFromLambda:table}/date=!{partitionKeyFromLambda:date}/',
        },
        {
          transform: `return { records: event.records.map((r) => ({ ...${answer('r')},
            metadata: { partitionKeys: JSON.parse(text(r)) } })) }`,
        },
      );
      const [first, second] = ['2024-07-11', '2024-07-12'].map((date) =>
        JSON.stringify({ table: 'orders', date }),
      );
      await put(name, `${first}\n`, `${second}\n`, `${first}\n`, '{"table":"orders"}\n');

      await untilWritten(bucket, 3);

      expect(await linesUnder(bucket, 'table=orders/date=2024-07-11/partitioned-1-')).to.deep.equal([
        first,
        first,
      ]);
      expect(await linesUnder(bucket, 'table=orders/date=2024-07-12/partitioned-1-')).to.deep.equal([second]);
      const [failure] = (await linesUnder(bucket, 'errors/processing-failed/partitioned-1-')).map((line) =>
        JSON.parse(line),
      );
      expect(Buffer.from(failure.rawData, 'base64').toString()).to.equal('{"table":"orders"}\n');
    });

    it('an object for each partition that a JQ query finds, records taken apart, with delimiters', async () => {
      const { bucket, name } = await deliver('queried', {
        ...PARTITIONED,
        Prefix: 'date=!{partitionKeyFromQuery:date}/',
        ProcessingConfiguration: {
          Enabled: true,
          Processors: [
            {
              Type: 'RecordDeAggregation',
              Parameters: [{ ParameterName: 'SubRecordType', ParameterValue: 'JSON' }],
            },
            {
              Type: 'MetadataExtraction',
              Parameters: [
                {
                  ParameterName: 'MetadataExtractionQuery',
                  ParameterValue: '{date: (.at/1000000 | strftime("%Y-%m-%d"))}',
                },
                { ParameterName: 'JsonParsingEngine', ParameterValue: 'JQ-1.6' },
              ],
            },
            {
              Type: 'AppendDelimiterToRecord',
              Parameters: [{ ParameterName: 'Delimiter', ParameterValue: '\\n' }],
            },
          ],
        },
      });
      const [first, second] = ['{"at":1720740233012995}', '{"at":1720828800000000}'] as const;
      await put(name, first + second, first, 'garbage');

      await untilWritten(bucket, 3);

      expect(await linesUnder(bucket, 'date=2024-07-11/')).to.deep.equal([first, first]);
      expect(await linesUnder(bucket, 'date=2024-07-13/')).to.deep.equal([second]);
      expect(await linesUnder(bucket, 'errors/processing-failed/')).to.have.length(1);
    });

    it('with its role: what S3 refuses is kept, and written when S3 takes it', async () => {
      const delivery = await deliver('refused', WRITTEN);
      await aws.allow(delivery.roleName, [{ ...readingOf('*'), Action: 's3:GetBucketLocation' }]);
      await put(delivery.name, 'a\n');
      await pause(1000);
      expect(await objects(delivery.bucket)).to.have.property('size', 0);

      await aws.allow(delivery.roleName, delivery.statements);

      expect(await untilLines(delivery.bucket, '', 1)).to.deep.equal(['a']);
    });

    it('as its settings say after an update, which the object’s name counts', async () => {
      const { bucket, name } = await deliver('updated', WRITTEN);
      const described = await firehose.send(new DescribeDeliveryStreamCommand({ DeliveryStreamName: name }));
      await firehose.send(
        new UpdateDestinationCommand({
          DeliveryStreamName: name,
          CurrentDeliveryStreamVersionId: described.DeliveryStreamDescription?.VersionId,
          DestinationId: described.DeliveryStreamDescription?.Destinations?.[0]?.DestinationId,
          ExtendedS3DestinationUpdate: { Prefix: 'later/' },
        }),
      );
      await put(name, 'a');

      const [[key]] = (await untilWritten(bucket, 1)) as [[string, Buffer]];

      expect(key).to.match(/^later\/\d{4}\/\d\d\/\d\d\/\d\d\/updated-2-/);
    });

    it('what it still has when it is deleted', async () => {
      const { bucket, name } = await deliver('deleted', {
        BufferingHints: { IntervalInSeconds: 900, SizeInMBs: 5 },
      });
      await put(name, 'last\n');

      await firehose.send(new DeleteDeliveryStreamCommand({ DeliveryStreamName: name }));

      expect(await linesUnder(bucket, '')).to.deep.equal(['last']);
    });
  });

  describe('takes', () => {
    const DeliveryStreamName = 'limits';
    before(() => deliver(DeliveryStreamName, WRITTEN).then(() => undefined));
    const bytes = (length: number) => ({ Data: new Uint8Array(length) });

    it('a record, and up to 500 at once, each with an id of its own', async () => {
      const one = await firehose.send(new PutRecordCommand({ DeliveryStreamName, Record: bytes(1) }));
      const Records = Array.from({ length: 500 }, () => bytes(1));
      const many = await firehose.send(new PutRecordBatchCommand({ DeliveryStreamName, Records }));

      expect(many.FailedPutCount).to.equal(0);
      const ids = [one, ...(many.RequestResponses ?? [])].map(({ RecordId }) => RecordId);
      expect(new Set(ids).size).to.equal(501);
    });

    it('a record of 1,000 KiB, and 4 MiB at once', async () => {
      await firehose.send(new PutRecordCommand({ DeliveryStreamName, Record: bytes(1_024_000) }));
      const Records = [
        ...Array.from({ length: 4 }, () => bytes(1_024_000)),
        bytes(4 * 1024 * 1024 - 4 * 1_024_000),
      ];
      await firehose.send(new PutRecordBatchCommand({ DeliveryStreamName, Records }));
    });

    for (const [what, Records] of [
      ['501 records', Array.from({ length: 501 }, () => bytes(1))],
      ['a record above 1,000 KiB', [bytes(1_024_001)]],
      ['more than 4 MiB', [...Array.from({ length: 4 }, () => bytes(1_024_000)), bytes(98_305)]],
    ] as const)
      it(`no batch with ${what}`, async () => {
        const refused = await firehose
          .send(new PutRecordBatchCommand({ DeliveryStreamName, Records: [...Records] }))
          .catch((error: Error) => error);

        expect(refused).to.have.property('name', 'InvalidArgumentException');
      });

    it('records only of whom may firehose:PutRecordBatch on it', async () => {
      const Resource = `arn:aws:firehose:${aws.emulator.region}:${aws.emulator.accountId}:deliverystream/${DeliveryStreamName}`;
      const code = 'exports.handler = async () => process.env';
      await aws.deploy('putter', code, [{ Effect: 'Allow', Action: 'firehose:PutRecordBatch', Resource }]);
      const environment = (await aws.invoke('putter')) as Record<string, string>;
      const client = new FirehoseClient({
        ...aws.settings,
        requestHandler: new NodeHttpHandler(),
        credentials: {
          accessKeyId: environment.AWS_ACCESS_KEY_ID ?? '',
          secretAccessKey: environment.AWS_SECRET_ACCESS_KEY ?? '',
          sessionToken: environment.AWS_SESSION_TOKEN ?? '',
        },
      });
      const putOnce = () =>
        client
          .send(new PutRecordBatchCommand({ DeliveryStreamName, Records: [bytes(1)] }))
          .catch((error: Error) => error);

      expect(await putOnce()).to.have.property('FailedPutCount', 0);
      await aws.allow('putter-role', [
        { Effect: 'Allow', Action: 'firehose:PutRecordBatch', Resource: `${Resource}-of-another` },
      ]);

      expect(await putOnce()).to.have.property('name', 'AccessDeniedException');
    });
  });

  describe('is refused', () => {
    const EXPRESSIONS = {
      Prefix: '!{timestamp:yyyy}/',
      ErrorOutputPrefix: 'errors/!{firehose:error-output-type}/',
    };

    for (const [what, settings] of [
      ['a prefix with expressions without an error prefix', { Prefix: '!{timestamp:yyyy}/' }],
      [
        'an error prefix without its type',
        { ...EXPRESSIONS, ErrorOutputPrefix: 'errors/!{timestamp:yyyy}/' },
      ],
      ['the error type in the prefix', { ...EXPRESSIONS, Prefix: '!{firehose:error-output-type}/' }],
      ['partition keys without partitioning', { ...EXPRESSIONS, Prefix: '!{partitionKeyFromLambda:date}/' }],
      [
        'partitioning with small buffers',
        { ...PARTITIONED, ...WRITTEN, Prefix: '!{partitionKeyFromLambda:date}/' },
      ],
      ['an unknown time zone', { CustomTimeZone: 'Atlantis/Capital' }],
      ['a compression that the emulator has not', { CompressionFormat: 'Snappy' }],
      ['an interval above 900 s', { BufferingHints: { IntervalInSeconds: 901 } }],
    ] as const)
      it(`with ${what}`, async () => {
        const refused = await deliver(
          `refused-${what.replaceAll(' ', '-').replaceAll(',', '')}`.slice(0, 60).toLowerCase(),
          settings as Settings,
        ).catch((error: Error) => error);

        expect(refused).to.have.property('name', 'InvalidArgumentException');
      });

    it('with a role that Firehose may not assume', async () => {
      const RoleARN = await aws.role('of-lambda', []);
      const refused = await firehose
        .send(
          new CreateDeliveryStreamCommand({
            DeliveryStreamName: 'unassumed',
            ExtendedS3DestinationConfiguration: { BucketARN: 'arn:aws:s3:::plain', RoleARN },
          }),
        )
        .catch((error: Error) => error);

      expect(refused).to.have.property('message').that.includes('Firehose is unable to assume role');
    });
  });
});

function readingOf(streamArn: string): Statement {
  const Action = ['DescribeStream', 'GetShardIterator', 'GetRecords', 'ListShards'].map(
    (name) => `kinesis:${name}`,
  );
  return { Effect: 'Allow', Action, Resource: streamArn };
}

/** The source text of an answer that gives a record back as it is. */
function answer(record: string): string {
  return `{ recordId: ${record}.recordId, result: 'Ok', data: ${record}.data }`;
}

/** A module that appends each event to a file, as a line, before it answers. */
function functionCode(notes: string, body: string): string {
  return `
    const { appendFileSync, existsSync, readFileSync } = require('node:fs');
    const notes = ${JSON.stringify(notes)};
    const text = (record) => Buffer.from(record.data, 'base64').toString();
    exports.handler = async (event) => {
      const attempt = existsSync(notes) ? readFileSync(notes, 'utf8').trim().split('\\n').length : 0;
      appendFileSync(notes, JSON.stringify(event) + '\\n');
      ${body}
    };`;
}
