import { DataAwsDynamodbTable } from '@cdktf/provider-aws/lib/data-aws-dynamodb-table';
import { DynamodbKinesisStreamingDestination } from '@cdktf/provider-aws/lib/dynamodb-kinesis-streaming-destination';
import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { KinesisStream } from '@cdktf/provider-aws/lib/kinesis-stream';
import { Construct } from 'constructs';
import type { LambdaFunction } from '../lambda-function';
import {
  checkBooleans,
  checkInteger,
  checkKmsKeyArn,
  checkName,
  checkOneOf,
  InvalidPropError,
  NAME_RULES,
} from '../validation';

export type KeyType = 'S' | 'N' | 'B';

export interface ChangeStreamProps {
  /** The table whose changes are captured: 3 to 255 letters, digits, "-", "_" and ".". */
  readonly tableName: string;
  /** Makes the table; with `false` it must be there already, and stays as it is. @default true */
  readonly createTable?: boolean;
  /** Of the table that is made. @default id */
  readonly partitionKeyName?: string;
  /** @default S */
  readonly partitionKeyType?: KeyType;
  /** @default no sort key */
  readonly sortKeyName?: string;
  /** @default S */
  readonly sortKeyType?: KeyType;
  /** @default AWS's key for DynamoDB */
  readonly tableKmsKeyArn?: string;
  /** @default the table's name and "-changes" */
  readonly streamName?: string;
  /** How long the stream keeps a change, and so how long a consumer may be down: 24 to 8760. @default 168 */
  readonly retentionHours?: number;
  /** @default AWS's key for Kinesis */
  readonly streamKmsKeyArn?: string;
  /**
   * Refuses to delete the table, the stream, and the streaming destination between them: replacing that one
   * opens a gap in which changes are lost. @default true
   */
  readonly deletionProtection?: boolean;
}

/** A DynamoDB table, and the Kinesis data stream that gets each change of it, timed in microseconds. */
export class ChangeStream extends Construct {
  /** The table, unless it was there already. */
  readonly table?: DynamodbTable;
  /** The table, if it was there already. */
  readonly existingTable?: DataAwsDynamodbTable;
  readonly tableName: string;
  readonly tableArn: string;
  readonly stream: KinesisStream;
  readonly streamingDestination: DynamodbKinesisStreamingDestination;
  readonly retentionHours: number;
  private readonly streamKmsKeyArn: string | undefined;

  /** @throws InvalidPropError */
  constructor(scope: Construct, id: string, props: ChangeStreamProps) {
    super(scope, id);
    checkBooleans(this, props, ['createTable', 'deletionProtection']);
    const { tableName, createTable = true, streamName = `${tableName}-changes` } = props;
    const { retentionHours = 168, streamKmsKeyArn, deletionProtection = true } = props;
    checkName(this, 'tableName', tableName, NAME_RULES.dynamodbTable);
    checkName(this, 'streamName', streamName, NAME_RULES.kinesisStream);
    checkInteger(this, 'retentionHours', retentionHours, { min: 24, max: 8_760 });
    checkKmsKeyArn(this, 'tableKmsKeyArn', props.tableKmsKeyArn);
    checkKmsKeyArn(this, 'streamKmsKeyArn', streamKmsKeyArn);
    this.retentionHours = retentionHours;
    this.streamKmsKeyArn = streamKmsKeyArn;

    if (createTable) {
      this.table = this.createTable(props);
      this.tableName = this.table.name;
      this.tableArn = this.table.arn;
    } else {
      this.existingTable = new DataAwsDynamodbTable(this, 'existing-table', { name: tableName });
      this.tableName = this.existingTable.name;
      this.tableArn = this.existingTable.arn;
    }
    this.stream = new KinesisStream(this, 'stream', {
      name: streamName,
      streamModeDetails: { streamMode: 'ON_DEMAND' },
      retentionPeriod: retentionHours,
      encryptionType: 'KMS',
      kmsKeyId: streamKmsKeyArn ?? 'alias/aws/kinesis',
      lifecycle: { preventDestroy: deletionProtection },
    });
    this.streamingDestination = new DynamodbKinesisStreamingDestination(this, 'streaming-destination', {
      tableName: this.tableName,
      streamArn: this.stream.arn,
      // The documents' versions: anything coarser makes two changes of one item tie.
      approximateCreationDateTimePrecision: 'MICROSECOND',
      lifecycle: { preventDestroy: deletionProtection },
    });
  }

  /** Lets the function read the stream, and no other. */
  grantRead(grantee: LambdaFunction): void {
    grantee.addToRolePolicy({
      sid: 'ReadChanges',
      actions: [
        'kinesis:DescribeStream',
        'kinesis:DescribeStreamSummary',
        'kinesis:GetRecords',
        'kinesis:GetShardIterator',
        'kinesis:ListShards',
      ],
      resources: [this.stream.arn],
    });
    if (this.streamKmsKeyArn !== undefined)
      grantee.addToRolePolicy({
        sid: 'DecryptChanges',
        actions: ['kms:Decrypt'],
        resources: [this.streamKmsKeyArn],
      });
  }

  private createTable(props: ChangeStreamProps): DynamodbTable {
    const { tableName, tableKmsKeyArn, deletionProtection = true } = props;
    const { partitionKeyName = 'id', partitionKeyType = 'S', sortKeyName, sortKeyType = 'S' } = props;
    checkName(this, 'partitionKeyName', partitionKeyName, NAME_RULES.dynamodbAttribute);
    checkOneOf(this, 'partitionKeyType', partitionKeyType, KEY_TYPES);
    checkOneOf(this, 'sortKeyType', sortKeyType, KEY_TYPES);
    if (sortKeyName !== undefined) {
      checkName(this, 'sortKeyName', sortKeyName, NAME_RULES.dynamodbAttribute);
      if (sortKeyName === partitionKeyName)
        throw new InvalidPropError(this, {
          prop: 'sortKeyName',
          value: sortKeyName,
          allowed: 'another attribute than partitionKeyName',
          mend: 'Name another attribute, or leave it out for a table without a sort key.',
        });
    }
    return new DynamodbTable(this, 'table', {
      name: tableName,
      billingMode: 'PAY_PER_REQUEST',
      hashKey: partitionKeyName,
      ...(sortKeyName !== undefined && { rangeKey: sortKeyName }),
      attribute: [
        { name: partitionKeyName, type: partitionKeyType },
        ...(sortKeyName === undefined ? [] : [{ name: sortKeyName, type: sortKeyType }]),
      ],
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: {
        enabled: true,
        ...(tableKmsKeyArn !== undefined && { kmsKeyArn: tableKmsKeyArn }),
      },
      deletionProtectionEnabled: deletionProtection,
    });
  }
}

const KEY_TYPES: readonly KeyType[] = ['S', 'N', 'B'];
