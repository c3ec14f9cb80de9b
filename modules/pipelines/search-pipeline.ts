import { Fn, Token } from 'cdktf';
import { Construct } from 'constructs';
import type { ChangeStream, SourceTableProps } from '../change-stream';
import { isPossible, madeIf } from '../conditions';
import { ItemsApi, type ItemsApiProps } from '../items-api';
import { given } from '../props/given';
import { SearchCollection, type SearchCollectionProps } from '../search-collection';
import { type IndexProps, SearchIndices, type SearchIndicesProps, VariableRoutes } from '../search-index';
import {
  addRouteRules,
  checkRoutes,
  type ProjectionProps,
  projectionOf,
  type RouteProps,
  SearchIndexer,
  type SearchIndexerProps,
} from '../search-indexer';
import { SearchSweeper, type SearchSweeperProps } from '../search-sweeper';
import { variableOf } from '../terraform-module/module-variable';
import { checkBooleans, checkName, InvalidPropError, NAME_RULES } from '../validation';

export interface SearchPipelineProps
  extends SourceTableProps,
    SearchCollectionProps,
    Omit<SearchIndicesProps, 'collection' | 'indices' | 'bootstrapFunctionName'>,
    Omit<IndexProps, 'indexName'>,
    ProjectionProps,
    Omit<SearchIndexerProps, 'changeStream' | 'indices' | 'functionName' | 'routes'>,
    Omit<SearchSweeperProps, 'changeStream' | 'indices' | 'sweeperFunctionName'>,
    Omit<ItemsApiProps, 'tableName' | 'tableArn' | 'apiName'> {
  /** The function that writes the changes to the index. @default the table's name and "-search-indexer" */
  readonly functionName?: string;
  /** The function that makes the index. @default the writing function's name and "-bootstrap" */
  readonly bootstrapFunctionName?: string;
  /** With `softDelete` only: removes old tombstones. @default the writing function's name and "-sweeper" */
  readonly sweeperFunctionName?: string;
  /** The one index, where no `routes` are given. @default the table's name in lower case */
  readonly indexName?: string;
  /**
   * Several indices, or a single-table design's kinds of items each in its own: a list of `indexName`, and of it
   * `filter`, `include`, `exclude`, `rename`, `mappings`, `settings`, `liveAliasName`. @default all items to `indexName`
   */
  readonly routes?: readonly RouteProps[];
  /** Puts a REST API in front of the table, whose key must be the string `id`. @default false */
  readonly itemsApi?: boolean;
  /** @default the table's name and "-api" */
  readonly apiName?: string;
}

/** What both ways into a search collection have in common: everything behind the change stream. */
export abstract class SearchPipeline<Source extends ChangeStream> extends Construct {
  readonly changeStream: Source;
  readonly collection: SearchCollection;
  readonly indices: SearchIndices;
  readonly indexer: SearchIndexer;
  /** Only with `softDelete`. */
  readonly sweeper?: SearchSweeper;
  /** Only with `itemsApi`. */
  readonly itemsApi?: ItemsApi;

  /** @throws InvalidPropError, or MissingFunctionZipError when the functions have not been built. */
  constructor(
    scope: Construct,
    id: string,
    props: SearchPipelineProps,
    changeStreamOf: (scope: Construct, id: string) => Source,
  ) {
    super(scope, id);
    checkBooleans(this, props, ['itemsApi']);
    // Before the names that are made from these, whose errors would name another prop.
    const { tableName } = props;
    checkName(this, 'tableName', tableName, NAME_RULES.dynamodbTable);
    const { functionName = `${tableName}-search-indexer`, indexName = lowerCase(tableName) } = props;
    checkName(this, 'functionName', functionName, NAME_RULES.parkingFunction);
    const { bootstrapFunctionName = `${functionName}-bootstrap` } = props;

    this.changeStream = changeStreamOf(this, 'change-stream');
    this.collection = new SearchCollection(this, 'collection', props);
    const routes =
      variableOf(props.routes) === undefined
        ? routesOf(this, { ...props, indexName })
        : new VariableRoutes(this, 'routes', 'lower(var.table_name)');
    if (routes instanceof VariableRoutes) addRouteRules(props);
    this.indices = new SearchIndices(this, 'index', {
      ...props,
      collection: this.collection,
      indices: routes,
      bootstrapFunctionName,
    });
    this.indexer = new SearchIndexer(this, 'indexer', {
      ...props,
      changeStream: this.changeStream,
      indices: this.indices,
      routes,
      functionName,
    });
    const { softDelete = false } = props;
    if (isPossible(softDelete)) {
      const sweeper = new SearchSweeper(this, 'sweeper', {
        sweeperFunctionName: `${functionName}-sweeper`,
        ...props,
        changeStream: this.changeStream,
        indices: this.indices,
      });
      this.sweeper = madeIf(softDelete, sweeper);
    }
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

/** Mappings, settings and alias are those of every route that has none of its own; all else belongs to a route. */
function routesOf(scope: Construct, props: SearchPipelineProps & { indexName: string }): RouteProps[] {
  const common = given(props, ['mappings', 'settings', 'liveAliasName']);
  const { routes, indexName } = props;
  if (routes === undefined) return [{ ...common, indexName, ...projectionOf(props) }];
  checkRoutes(scope, routes);
  const [stray] = Object.entries(projectionOf(props));
  if (stray === undefined) return routes.map((route) => ({ ...common, ...route }));
  const [prop, value] = stray;
  throw new InvalidPropError(scope, {
    prop,
    value,
    allowed: 'left out when routes are given',
    mend: `Give ${prop} to the route that it is for.`,
  });
}

/** The key of a table that is there already is not known at synth: that one is taken on trust. */
function checkItemsKey(scope: Construct, props: SearchPipelineProps): void {
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
