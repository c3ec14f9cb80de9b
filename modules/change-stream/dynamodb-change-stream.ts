import { Construct } from 'constructs';
import { isGiven } from '../conditions';
import type { PolicyStatement } from '../iam';
import { SourceTable, type SourceTableProps, type StreamViewType } from './source-table';

/** DynamoDB keeps a change so long in the table's stream; it is not settable ("Change data capture", developer guide). */
const RETENTION_HOURS = 24;

/** A DynamoDB table with the stream of its changes that DynamoDB keeps itself: in order per item, timed in seconds. */
export class DynamodbChangeStream extends Construct {
  readonly kind = 'dynamodb';
  readonly table: SourceTable;
  readonly tableName: string;
  readonly tableArn: string;
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
    props: SourceTableProps,
    streamViewTypes: readonly StreamViewType[],
  ) {
    super(scope, id);
    this.table = new SourceTable(this, 'table', props, streamViewTypes);
    this.tableName = this.table.name;
    this.tableArn = this.table.arn;
    this.streamArn = this.table.streamArn;
    this.tableKmsKeyArn = props.tableKmsKeyArn;
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
