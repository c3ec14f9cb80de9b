import { LambdaInvocation } from '@cdktf/provider-aws/lib/lambda-invocation';
import { Token } from 'cdktf';
import { Construct } from 'constructs';
import { isObject } from '../../functions/change/attribute-value';
import type { SearchBootstrapEnvironment } from '../../functions/search-bootstrap/environment';
import { type Condition, isPossible, orElse } from '../conditions';
import { type FunctionSettings, functionSettings, LambdaFunction } from '../lambda-function';
import type { SearchCollection } from '../search-collection';
import { checkBooleans, checkName, InvalidPropError, NAME_RULES } from '../validation';
import { bootstrapRequest } from './bootstrap-request';
import { checkLiveAliasName } from './check-live-alias-name';
import { checkSearchEndpoint } from './check-search-endpoint';
import { checkTombstoneMappings } from './check-tombstone-mappings';
import { DEFAULT_MAPPINGS, DEFAULT_SETTINGS } from './default-index';
import { VariableRoutes } from './variable-routes';

export interface IndexProps {
  /** 1 to 255 characters; no upper-case letters. */
  readonly indexName: string;
  /** The index's mappings, as OpenSearch takes them. @default DEFAULT_MAPPINGS: refuse no ordinary item */
  readonly mappings?: object;
  /** The index's settings; those that Serverless refuses are left out, with a warning. @default DEFAULT_SETTINGS */
  readonly settings?: object;
  /**
   * With `softDelete` only: the alias that hides the tombstones; indices may share one. @default the index's name and
   * "-live"
   */
  readonly liveAliasName?: string;
}

export interface SearchIndicesProps extends FunctionSettings {
  readonly collection: SearchCollection;
  /** One or more, each of another name. */
  readonly indices: readonly IndexProps[] | VariableRoutes;
  /** The function that makes the indices: 1 to 64 characters. */
  readonly bootstrapFunctionName: string;
  /**
   * Leaves a tombstone in the place of a deleted item's document, so that no older write brings the item back
   * however late it comes. Search the alias `liveAliasName`, which hides the tombstones. @default false
   */
  readonly softDelete?: Condition;
  /** Another OpenSearch than the collection's: `https://…`, or `http://…`. @default the collection's endpoint */
  readonly searchEndpoint?: string;
}

/**
 * Indices as code: Terraform invokes a function that creates each of them, and brings it up to date whenever its
 * mappings or settings change. Whatever writes to them must depend on `invocations`.
 */
export class SearchIndices extends Construct {
  readonly collection: SearchCollection;
  readonly indexNames: readonly string[];
  readonly endpoint: string;
  readonly softDelete: Condition;
  /** The aliases that hide the tombstones, each once; none without `softDelete`. */
  readonly liveAliasNames: readonly string[];
  readonly bootstrapFunction: LambdaFunction<SearchBootstrapEnvironment>;
  readonly invocations: readonly LambdaInvocation[];

  /** @throws InvalidPropError, or MissingFunctionZipError when the functions have not been built. */
  constructor(scope: Construct, id: string, props: SearchIndicesProps) {
    super(scope, id);
    checkBooleans(this, props, ['softDelete']);
    const { collection, indices, softDelete = false, searchEndpoint } = props;
    if (!(indices instanceof VariableRoutes)) checkIndices(this, indices, softDelete);
    checkName(this, 'bootstrapFunctionName', props.bootstrapFunctionName, NAME_RULES.lambdaFunction);
    if (searchEndpoint !== undefined) checkSearchEndpoint(this, searchEndpoint);
    this.collection = collection;
    this.softDelete = softDelete;
    this.indexNames = indexNamesOf(indices);
    this.liveAliasNames = isPossible(softDelete) ? liveAliasNamesOf(indices) : [];
    this.endpoint = orElse(searchEndpoint, collection.endpoint);

    this.bootstrapFunction = new LambdaFunction<SearchBootstrapEnvironment>(this, 'bootstrap', {
      functionName: props.bootstrapFunctionName,
      code: 'search-bootstrap',
      description: 'Creates the indices, and keeps their mappings and settings up to date',
      environment: { SEARCH_ENDPOINT: this.endpoint },
      // A new access policy takes about a minute to be known everywhere, and the function waits for it.
      timeoutSeconds: 300,
      ...functionSettings(props),
    });
    collection.grantManageIndices(this.bootstrapFunction, this.indexNames, softDelete);
    if (indices instanceof VariableRoutes) {
      this.invocations = [this.invocationOfEach(indices)];
    } else {
      this.invocations = indices.map((index, position) => this.invocation(index, position));
    }
  }

  private invocationOfEach(routes: VariableRoutes): LambdaInvocation {
    const invocation = this.invoke('invocation', routes.bootstrapRequest(this.softDelete));
    invocation.addOverride('for_each', routes.byKey);
    return invocation;
  }

  private invocation(index: IndexProps, position: number): LambdaInvocation {
    const { indexName, mappings = DEFAULT_MAPPINGS, settings = DEFAULT_SETTINGS } = index;
    const suffix = Token.isUnresolved(indexName) ? position : indexName;
    const request = bootstrapRequest({
      index: indexName,
      mappings,
      settings,
      ...(this.softDelete && { liveAlias: liveAliasNameOf(index) }),
    });
    return this.invoke(position === 0 ? 'invocation' : `invocation-${suffix}`, request);
  }

  private invoke(id: string, input: string): LambdaInvocation {
    const { collection, bootstrapFunction } = this;
    return new LambdaInvocation(this, id, {
      functionName: bootstrapFunction.functionName,
      input,
      // Another collection behind the same name has no index yet.
      triggers: { collection: collection.collectionId, endpoint: this.endpoint },
      dependsOn: [...collection.policies, ...bootstrapFunction.role.permissions],
    });
  }
}

function checkIndices(scope: Construct, indices: readonly IndexProps[], softDelete: Condition): void {
  checkIndexNames(scope, indices);
  for (const index of indices) checkObjects(scope, index);
  if (softDelete) checkSoftDelete(scope, indices);
}

function indexNamesOf(indices: readonly IndexProps[] | VariableRoutes): readonly string[] {
  return indices instanceof VariableRoutes ? indices.indexNames : indices.map(({ indexName }) => indexName);
}

function liveAliasNamesOf(indices: readonly IndexProps[] | VariableRoutes): readonly string[] {
  return indices instanceof VariableRoutes
    ? indices.liveAliasNames
    : [...new Set(indices.map(liveAliasNameOf))];
}

function liveAliasNameOf({ indexName, liveAliasName = `${indexName}-live` }: IndexProps): string {
  return liveAliasName;
}

function checkSoftDelete(scope: Construct, indices: readonly IndexProps[]): void {
  const names = indices.map(({ indexName }) => indexName);
  for (const index of indices) {
    checkLiveAliasName(scope, liveAliasNameOf(index), names);
    checkTombstoneMappings(scope, index.mappings ?? DEFAULT_MAPPINGS);
  }
}

/** What OpenSearch says of their content, it says when the index is made. */
function checkObjects(scope: Construct, index: IndexProps): void {
  for (const prop of ['mappings', 'settings'] as const) {
    const value: unknown = index[prop];
    if (value === undefined || isObject(value)) continue;
    throw new InvalidPropError(scope, {
      prop,
      value,
      allowed: 'an object, as OpenSearch takes it',
      mend: `Give an object, or leave ${prop} out.`,
    });
  }
}

function checkIndexNames(scope: Construct, indices: readonly IndexProps[]): void {
  const names = indices.map(({ indexName }) => indexName);
  for (const name of names) checkName(scope, 'indexName', name, NAME_RULES.searchIndex);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice === undefined) return;
  throw new InvalidPropError(scope, {
    prop: 'indexName',
    value: twice,
    allowed: 'of another name for each index',
    mend: 'Join the routes of one index into one, or name another index.',
  });
}
