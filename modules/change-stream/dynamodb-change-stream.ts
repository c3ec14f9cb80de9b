import { Construct } from 'constructs';
import { isGiven, orElse } from '../conditions';
import type { PolicyStatement } from '../iam';
import type { TextRule } from '../validation';
import { checkStreamArn } from './check-stream-arn';
import { SourceTable, type SourceTableProps, type StreamViewType } from './source-table';

/** DynamoDB keeps a change so long in the table's stream; it is not settable ("Change data capture", developer guide). */
const RETENTION_HOURS = 24;

export interface DynamodbChangeStreamProps extends SourceTableProps {
  /**
   * The DynamoDB stream of a table that was there already. Give it where the table is made in the same configuration: a
   * table that is changed there is looked up too late to know that its stream is the same, and the event source mapping is
   * replaced. @default looked up by the table's name
   */
  readonly tableStreamArn?: string;
}

/** A DynamoDB table with the stream of its changes that DynamoDB keeps itself: in order per item, timed in seconds. */
export class DynamodbChangeStream extends Construct {
  readonly kind = 'dynamodb';
  readonly table: SourceTable;
  readonly tableName: string;
  readonly streamArn: string;
  readonly retentionHours = RETENTION_HOURS;
  readonly longestRetentionHours = RETENTION_HOURS;
  readonly shortestRetentionHours = RETENTION_HOURS;
  private readonly tableKmsKeyArn: string | undefined;

  /**
   * @param streamViewTypes what the stream may carry; a table that is made gets the last
   * @throws InvalidPropError
   */
  constructor(
    scope: Construct,
    id: string,
    props: DynamodbChangeStreamProps,
    streamViewTypes: readonly StreamViewType[] = ['NEW_IMAGE', 'NEW_AND_OLD_IMAGES'],
  ) {
    super(scope, id);
    this.table = new SourceTable(this, 'table', props, streamViewTypes);
    this.tableName = this.table.name;
    checkStreamArn(this, {
      prop: 'tableStreamArn',
      value: props.tableStreamArn,
      rule: STREAM_ARN,
      createProp: 'createTable',
      create: props.createTable ?? true,
    });
    this.streamArn = orElse(props.tableStreamArn, this.table.streamArn);
    this.tableKmsKeyArn = props.tableKmsKeyArn;
  }

  get tableArn(): string {
    return this.table.arn;
  }

  /**
   * What a role needs to read the stream, and no other. AWS lists streams on `*` only; the stream is encrypted with the
   * table's key.
   */
  readPolicy(): readonly PolicyStatement[] {
    return [
      {
        sid: 'ReadChanges',
        actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
        resources: [this.streamArn],
      },
      { sid: 'ListStreams', actions: ['dynamodb:ListStreams'], resources: ['*'] },
      {
        sid: 'DecryptChanges',
        actions: ['kms:Decrypt'],
        resources: [this.tableKmsKeyArn ?? ''],
        when: isGiven(this.tableKmsKeyArn),
      },
    ];
  }
}

const STREAM_ARN: TextRule = {
  pattern: /^arn:[\w-]+:dynamodb:[\w-]+:\d{12}:table\/[\w.-]+\/stream\/[\w:.-]+$/,
  allowed: "the ARN of a table's stream: arn:aws:dynamodb:REGION:ACCOUNT:table/NAME/stream/LABEL",
  mend: 'Give it, or leave tableStreamArn out.',
};
