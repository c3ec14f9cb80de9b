import { Fn, Token } from 'cdktf';
import { Construct } from 'constructs';
import { ChangeStream, type ChangeStreamProps } from '../change-stream';
import { ItemsApi, type ItemsApiProps } from '../items-api';
import { SearchCollection, type SearchCollectionProps } from '../search-collection';
import { SearchIndex, type SearchIndexProps } from '../search-index';
import { SearchIndexer, type SearchIndexerProps } from '../search-indexer';
import { checkName, InvalidPropError, NAME_RULES } from '../validation';

export interface KinesisToSearchProps
  extends ChangeStreamProps,
    SearchCollectionProps,
    Omit<SearchIndexProps, 'collection' | 'indexName' | 'bootstrapFunctionName'>,
    Omit<SearchIndexerProps, 'changeStream' | 'index' | 'functionName'>,
    Omit<ItemsApiProps, 'tableName' | 'tableArn'> {
  /** The function that writes the changes to the index. @default the table's name and "-search-indexer" */
  readonly functionName?: string;
  /** The function that makes the index. @default the writing function's name and "-bootstrap" */
  readonly bootstrapFunctionName?: string;
  /** @default the table's name in lower case */
  readonly indexName?: string;
  /** Puts a REST API in front of the table, whose key must be the string `id`. @default false */
  readonly itemsApi?: boolean;
  /** @default the table's name and "-api" */
  readonly apiName?: string;
}

/** A DynamoDB table followed into an OpenSearch Serverless collection: table → Kinesis → function → index. */
export class KinesisToSearch extends Construct {
  readonly changeStream: ChangeStream;
  readonly collection: SearchCollection;
  readonly index: SearchIndex;
  readonly indexer: SearchIndexer;
  /** Only with `itemsApi`. */
  readonly itemsApi?: ItemsApi;

  /** @throws InvalidPropError, or MissingFunctionZipError when the functions have not been built. */
  constructor(scope: Construct, id: string, props: KinesisToSearchProps) {
    super(scope, id);
    // Before the names that are made from these, whose errors would name another prop.
    const { tableName } = props;
    checkName(this, 'tableName', tableName, NAME_RULES.dynamodbTable);
    const { functionName = `${tableName}-search-indexer`, indexName = lowerCase(tableName) } = props;
    checkName(this, 'functionName', functionName, NAME_RULES.lambdaFunction);
    const { bootstrapFunctionName = `${functionName}-bootstrap` } = props;

    this.changeStream = new ChangeStream(this, 'change-stream', props);
    this.collection = new SearchCollection(this, 'collection', props);
    this.index = new SearchIndex(this, 'index', {
      ...props,
      collection: this.collection,
      indexName,
      bootstrapFunctionName,
    });
    this.indexer = new SearchIndexer(this, 'indexer', {
      ...props,
      changeStream: this.changeStream,
      index: this.index,
      functionName,
    });
    if (props.itemsApi) {
      checkItemsKey(this, props);
      this.itemsApi = new ItemsApi(this, 'items-api', {
        apiName: `${tableName}-api`,
        ...props,
        tableName: this.changeStream.tableName,
        tableArn: this.changeStream.tableArn,
      });
    }
  }
}

/** The key of a table that is there already is not known at synth: that one is taken on trust. */
function checkItemsKey(scope: Construct, props: KinesisToSearchProps): void {
  const { partitionKeyName = 'id', partitionKeyType = 'S', sortKeyName } = props;
  if (partitionKeyName === 'id' && partitionKeyType === 'S' && sortKeyName === undefined) return;
  throw new InvalidPropError(scope, {
    prop: 'itemsApi',
    value: true,
    allowed: 'false for a table with another key than the string "id"',
    mend: 'Leave itemsApi out, or leave out partitionKeyName, partitionKeyType and sortKeyName.',
  });
}

function lowerCase(name: string): string {
  return Token.isUnresolved(name) ? Fn.lower(name) : name.toLowerCase();
}
