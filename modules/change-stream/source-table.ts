import { DataAwsDynamodbTable } from '@cdktf/provider-aws/lib/data-aws-dynamodb-table';
import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { Construct } from 'constructs';
import {
  type Condition,
  choose,
  dynamicBlock,
  eitherOf,
  isEqual,
  isGiven,
  isPossible,
  madeIf,
  not,
} from '../conditions';
import {
  checkBooleans,
  checkCombination,
  checkKmsKeyArn,
  checkName,
  checkOneOf,
  NAME_RULES,
} from '../validation';

export type KeyType = 'S' | 'N' | 'B';

export interface SourceTableProps {
  /** The table whose changes are captured: 3 to 255 letters, digits, "-", "_" and ".". */
  readonly tableName: string;
  /** Makes the table; with `false` it must be there already, and stays as it is. @default true */
  readonly createTable?: Condition;
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
  /**
   * Refuses to delete what holds state: the table, and the stream of its changes with the streaming destination
   * between them (replacing that one opens a gap in which changes are lost). @default true
   */
  readonly deletionProtection?: Condition;
}

/** The images that a DynamoDB stream of the table carries. */
export type StreamViewType = 'NEW_IMAGE' | 'NEW_AND_OLD_IMAGES';

/** The table that is followed: one that is made here, or one that was there already. */
export class SourceTable extends Construct {
  /** The table, unless it was there already. */
  readonly table?: DynamodbTable;
  private readonly tableName: string;
  private readonly isMade: Condition;
  private existing: DataAwsDynamodbTable | undefined;

  /**
   * @param streamViewTypes what the table's DynamoDB stream may carry, where one is followed; a table that is made
   *   gets the last
   * @throws InvalidPropError
   */
  constructor(
    scope: Construct,
    id: string,
    props: SourceTableProps,
    streamViewTypes: readonly StreamViewType[] = [],
  ) {
    super(scope, id);
    checkBooleans(this, props, ['createTable', 'deletionProtection']);
    const { tableName, createTable = true } = props;
    checkName(this, 'tableName', tableName, NAME_RULES.dynamodbTable);
    checkKmsKeyArn(this, 'tableKmsKeyArn', props.tableKmsKeyArn);
    this.tableName = tableName;
    this.isMade = createTable;
    if (isPossible(createTable))
      this.table = madeIf(createTable, this.createTable(props, streamViewTypes.at(-1)));
    if (streamViewTypes.length > 0 && isPossible(not(createTable)))
      this.expectStream(this.lookUp(), streamViewTypes);
  }

  get name(): string {
    return this.table === undefined ? this.tableName : choose(this.isMade, this.table.name, this.tableName);
  }

  get arn(): string {
    return this.attribute((table) => table.arn);
  }

  /** The table's DynamoDB stream. */
  get streamArn(): string {
    return this.attribute((table) => table.streamArn);
  }

  private attribute(of: (table: DynamodbTable | DataAwsDynamodbTable) => string): string {
    return eitherOf(this.isMade, this.table, this.isMade === true ? undefined : this.lookUp(), of);
  }

  /** A table that was there already is looked up only for what its name does not tell. */
  private lookUp(): DataAwsDynamodbTable {
    this.existing ??= madeIf(
      not(this.isMade),
      new DataAwsDynamodbTable(this, 'existing', { name: this.tableName }),
    );
    return this.existing;
  }

  private createTable(props: SourceTableProps, streamViewType: StreamViewType | undefined): DynamodbTable {
    const { tableName, tableKmsKeyArn, deletionProtection = true } = props;
    const { partitionKeyName = 'id', partitionKeyType = 'S', sortKeyName, sortKeyType = 'S' } = props;
    checkName(this, 'partitionKeyName', partitionKeyName, NAME_RULES.dynamodbAttribute);
    checkOneOf(this, 'partitionKeyType', partitionKeyType, KEY_TYPES);
    checkOneOf(this, 'sortKeyType', sortKeyType, KEY_TYPES);
    if (sortKeyName !== undefined) {
      checkName(this, 'sortKeyName', sortKeyName, NAME_RULES.dynamodbAttribute);
      checkCombination(this, isEqual(sortKeyName, partitionKeyName), {
        prop: 'sortKeyName',
        value: sortKeyName,
        allowed: 'another attribute than partitionKeyName',
        mend: 'Name another attribute, or leave it out for a table without a sort key.',
      });
    }
    const hasSortKey = isGiven(sortKeyName);
    const sortKey = { name: sortKeyName ?? '', type: sortKeyType };
    // "Default" leaves no trace in the name of the resource: it is called as its scope is.
    const table = new DynamodbTable(this, 'Default', {
      name: tableName,
      billingMode: 'PAY_PER_REQUEST',
      hashKey: partitionKeyName,
      ...(sortKeyName !== undefined && { rangeKey: sortKeyName }),
      attribute: [
        { name: partitionKeyName, type: partitionKeyType },
        ...(hasSortKey === true ? [sortKey] : []),
      ],
      ...(streamViewType !== undefined && { streamEnabled: true, streamViewType }),
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: {
        enabled: true,
        ...(tableKmsKeyArn !== undefined && { kmsKeyArn: tableKmsKeyArn }),
      },
      deletionProtectionEnabled: deletionProtection,
    });
    if (hasSortKey !== true) dynamicBlock(table, ['attribute'], hasSortKey, sortKey);
    return table;
  }

  /** What a table has that was there already is known to Terraform only: it says so before anything is made. */
  private expectStream(table: DataAwsDynamodbTable, viewTypes: readonly StreamViewType[]): void {
    table.lifecycle = {
      postcondition: [
        {
          condition: `\${self.stream_enabled && contains(${JSON.stringify(viewTypes)}, self.stream_view_type)}`,
          errorMessage: `The table's DynamoDB stream must be on, with the view type ${viewTypes.join(' or ')}. Set stream_enabled and stream_view_type on the table, where it is made.`,
        },
      ],
    };
  }
}

const KEY_TYPES: readonly KeyType[] = ['S', 'N', 'B'];
