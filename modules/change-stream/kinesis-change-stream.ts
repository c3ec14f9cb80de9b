import { DataAwsKinesisStream } from '@cdktf/provider-aws/lib/data-aws-kinesis-stream';
import { DynamodbKinesisStreamingDestination } from '@cdktf/provider-aws/lib/dynamodb-kinesis-streaming-destination';
import { KinesisStream } from '@cdktf/provider-aws/lib/kinesis-stream';
import { Annotations, dependable, type ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import {
  type Condition,
  choose,
  eitherOf,
  isGiven,
  isPossible,
  madeIf,
  not,
  orElse,
  preventDestroy,
} from '../conditions';
import type { PolicyStatement } from '../iam';
import type { LambdaFunction } from '../lambda-function';
import {
  checkBooleans,
  checkInteger,
  checkKmsKeyArn,
  checkName,
  NAME_RULES,
  type TextRule,
} from '../validation';
import { checkStreamArn } from './check-stream-arn';
import { SourceTable, type SourceTableProps } from './source-table';

export interface KinesisChangeStreamProps extends SourceTableProps {
  /** @default the table's name and "-changes" */
  readonly streamName?: string;
  /** Makes the Kinesis stream; with `false` it must be there already, and stays as it is. @default true */
  readonly createStream?: Condition;
  /**
   * The ARN of a stream that was there already, beside its name. Give it where the stream is made in the same
   * configuration: one that is changed there is looked up too late to know that its ARN is the same, and what reads it is
   * replaced; a new delivery stream misses changes. @default looked up by the stream's name
   */
  readonly streamArn?: string;
  /**
   * Has DynamoDB put the table's changes on the stream; with `false` it does so already, with microseconds. @default true
   */
  readonly createStreamingDestination?: Condition;
  /**
   * How long the stream that is made keeps a change, and so how long a consumer may be down: 24 to 8760. Lambda gives a
   * change up after 168 at most, and keeps its batch. @default 168
   */
  readonly retentionHours?: number;
  /** @default AWS's key for Kinesis */
  readonly streamKmsKeyArn?: string;
  /**
   * How many consumers without enhanced fan-out read the stream beside the pipeline's own: 0 to 1000. More than two
   * in all are warned of: they share the 2 MB and the 5 reads a second of each shard. @default 0
   */
  readonly otherConsumers?: number;
}

const STREAM_ARN: TextRule = {
  pattern: /^arn:[\w-]+:kinesis:[\w-]+:\d{12}:stream\/[\w.-]+$/,
  allowed: 'the ARN of a Kinesis stream: arn:aws:kinesis:REGION:ACCOUNT:stream/NAME',
  mend: 'Give it, or leave streamArn out.',
};

const MIN_RETENTION_HOURS = 24;
const MAX_RETENTION_HOURS = 8_760;
/** Each consumer polls a shard once a second, and gets all of the 1 MB that may be written to it. */
const SHARD_READS = 5;
const SHARD_FULL_RATE_CONSUMERS = 2;

/** A DynamoDB table, and the Kinesis data stream that gets each change of it, timed in microseconds. */
export class KinesisChangeStream extends Construct {
  readonly kind = 'kinesis';
  readonly table: SourceTable;
  readonly tableName: string;
  /** The stream, unless it was there already. */
  readonly stream?: KinesisStream;
  /** The stream, if it was there already. */
  readonly existingStream?: DataAwsKinesisStream;
  /** Only with `createStreamingDestination`. */
  readonly streamingDestination?: DynamodbKinesisStreamingDestination;
  readonly retentionHours: number;
  /** The same, or the longest that there is, of a stream that was there already: what it has is known too late. */
  readonly longestRetentionHours: number;
  /** The same, or the shortest that there is. */
  readonly shortestRetentionHours: number;
  private readonly isMade: Condition;
  private readonly givenArn: string | undefined;
  private readonly streamKmsKeyArn: string | undefined;
  private sharedConsumers: number;

  /** @throws InvalidPropError */
  constructor(scope: Construct, id: string, props: KinesisChangeStreamProps) {
    super(scope, id);
    const { tableName, streamName = `${tableName}-changes` } = props;
    const { createStream = true, createStreamingDestination = true, deletionProtection = true } = props;
    const { retentionHours = 168, streamKmsKeyArn, otherConsumers = 0 } = props;
    checkBooleans(this, props, ['createStream', 'createStreamingDestination']);
    this.table = new SourceTable(this, 'table', props);
    checkName(this, 'streamName', streamName, NAME_RULES.kinesisStream);
    checkStreamArn(this, {
      prop: 'streamArn',
      value: props.streamArn,
      rule: STREAM_ARN,
      createProp: 'createStream',
      create: createStream,
    });
    this.givenArn = props.streamArn;
    checkInteger(this, 'retentionHours', retentionHours, {
      min: MIN_RETENTION_HOURS,
      max: MAX_RETENTION_HOURS,
    });
    checkInteger(this, 'otherConsumers', otherConsumers, { min: 0, max: 1_000 });
    checkKmsKeyArn(this, 'streamKmsKeyArn', streamKmsKeyArn);
    this.tableName = this.table.name;
    this.isMade = createStream;
    this.streamKmsKeyArn = streamKmsKeyArn;
    this.sharedConsumers = otherConsumers;

    if (isPossible(createStream))
      this.stream = madeIf(
        createStream,
        new KinesisStream(this, 'stream', {
          name: streamName,
          streamModeDetails: { streamMode: 'ON_DEMAND' },
          retentionPeriod: retentionHours,
          encryptionType: 'KMS',
          kmsKeyId: choose(isGiven(streamKmsKeyArn), streamKmsKeyArn ?? '', 'alias/aws/kinesis'),
          ...preventDestroy(deletionProtection),
        }),
      );
    if (isPossible(not(createStream)))
      this.existingStream = madeIf(
        not(createStream),
        new DataAwsKinesisStream(this, 'existing-stream', { name: streamName }),
      );
    this.retentionHours = this.existingStream
      ? choose(createStream, retentionHours, this.existingStream.retentionPeriod)
      : retentionHours;
    this.shortestRetentionHours = choose(createStream, retentionHours, MIN_RETENTION_HOURS);
    this.longestRetentionHours = choose(createStream, retentionHours, MAX_RETENTION_HOURS);
    if (isPossible(createStreamingDestination))
      this.streamingDestination = madeIf(
        createStreamingDestination,
        new DynamodbKinesisStreamingDestination(this, 'streaming-destination', {
          tableName: this.tableName,
          streamArn: this.streamArn,
          // The documents' versions: anything coarser makes two changes of one item tie.
          approximateCreationDateTimePrecision: 'MICROSECOND',
          ...preventDestroy(deletionProtection),
        }),
      );
  }

  get tableArn(): string {
    return this.table.arn;
  }

  get streamName(): string {
    return eitherOf(this.isMade, this.stream, this.existingStream, ({ name }) => name);
  }

  get streamArn(): string {
    const arn = eitherOf(this.isMade, this.stream, this.existingStream, ({ arn }) => arn);
    return orElse(this.givenArn, arn);
  }

  /** What the role of a reader needs to read the stream, and no other. */
  readPolicy(reader: 'lambda' | 'firehose' = 'lambda'): readonly PolicyStatement[] {
    const read: PolicyStatement = {
      sid: 'ReadChanges',
      actions: [
        'kinesis:DescribeStream',
        ...(reader === 'lambda' ? ['kinesis:DescribeStreamSummary'] : []),
        'kinesis:GetRecords',
        'kinesis:GetShardIterator',
        'kinesis:ListShards',
      ],
      resources: [this.streamArn],
    };
    const decrypt: PolicyStatement = {
      sid: 'DecryptChanges',
      actions: ['kms:Decrypt'],
      resources: [this.streamKmsKeyArn ?? ''],
      when: isGiven(this.streamKmsKeyArn),
    };
    return [read, decrypt];
  }

  /** Lets the function put records back on the stream. */
  grantPutRecords(grantee: LambdaFunction): void {
    grantee.addToRolePolicy({
      sid: 'PutRecordsBack',
      actions: ['kinesis:PutRecords'],
      resources: [this.streamArn],
    });
    this.grantEncrypt(grantee);
  }

  /** Whoever puts records on a stream with a key of its own encrypts them. */
  grantEncrypt(grantee: LambdaFunction): void {
    grantee.addToRolePolicy({
      sid: 'EncryptRecords',
      actions: ['kms:GenerateDataKey'],
      resources: [this.streamKmsKeyArn ?? ''],
      when: isGiven(this.streamKmsKeyArn),
    });
  }

  /** The table's changes are let in only after this is done. */
  openAfter(resource: ITerraformDependable): void {
    if (this.streamingDestination === undefined) return;
    this.streamingDestination.dependsOn = [
      ...(this.streamingDestination.dependsOn ?? []),
      dependable(resource),
    ];
  }

  /**
   * Notes a consumer that shares the throughput of the shards. Warns when there are more than they serve
   * ("Quotas and limits", Kinesis Data Streams developer guide).
   */
  addSharedConsumer(): void {
    const consumers = ++this.sharedConsumers;
    if (consumers <= SHARD_FULL_RATE_CONSUMERS) return;
    Annotations.of(this).addWarning(
      `${consumers} consumers share the stream: a shard answers ${SHARD_READS} reads and 2 MB a second, ` +
        (consumers > SHARD_READS
          ? 'fewer than one read a second for each, so they are throttled.'
          : `enough for ${SHARD_FULL_RATE_CONSUMERS} of them when it is written to at its full 1 MB a second; the others fall behind then.`) +
        ' Give functions a throughput of their own with enhancedFanOut (Firehose has none), or lower otherConsumers.',
    );
  }
}
