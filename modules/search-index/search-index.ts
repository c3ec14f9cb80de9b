import { LambdaInvocation } from '@cdktf/provider-aws/lib/lambda-invocation';
import { Construct } from 'constructs';
import type { SearchBootstrapEnvironment } from '../../functions/search-bootstrap/environment';
import { type FunctionSettings, functionSettings, LambdaFunction } from '../lambda-function';
import type { SearchCollection } from '../search-collection';
import { checkName, NAME_RULES } from '../validation';
import { bootstrapRequest } from './bootstrap-request';
import { checkSearchEndpoint } from './check-search-endpoint';
import { DEFAULT_MAPPINGS, DEFAULT_SETTINGS } from './default-index';

export interface SearchIndexProps extends FunctionSettings {
  readonly collection: SearchCollection;
  /** 1 to 255 characters; no upper-case letters. */
  readonly indexName: string;
  /** The function that makes the index: 1 to 64 characters. */
  readonly bootstrapFunctionName: string;
  /** The index's mappings, as OpenSearch takes them. @default DEFAULT_MAPPINGS: refuse no ordinary item */
  readonly mappings?: object;
  /** The index's settings; those that Serverless refuses are left out, with a warning. @default DEFAULT_SETTINGS */
  readonly settings?: object;
  /** Another OpenSearch than the collection's: `https://…`, or `http://…`. @default the collection's endpoint */
  readonly searchEndpoint?: string;
}

/**
 * An index as code: Terraform invokes a function that creates it, and brings it up to date whenever its
 * mappings or settings change. Whatever writes to it must depend on `invocation`.
 */
export class SearchIndex extends Construct {
  readonly collection: SearchCollection;
  readonly indexName: string;
  readonly endpoint: string;
  readonly bootstrapFunction: LambdaFunction<SearchBootstrapEnvironment>;
  readonly invocation: LambdaInvocation;

  /** @throws InvalidPropError, or MissingFunctionZipError when the functions have not been built. */
  constructor(scope: Construct, id: string, props: SearchIndexProps) {
    super(scope, id);
    const { collection, indexName, mappings = DEFAULT_MAPPINGS, settings = DEFAULT_SETTINGS } = props;
    const { searchEndpoint } = props;
    checkName(this, 'indexName', indexName, NAME_RULES.searchIndex);
    checkName(this, 'bootstrapFunctionName', props.bootstrapFunctionName, NAME_RULES.lambdaFunction);
    if (searchEndpoint !== undefined) checkSearchEndpoint(this, searchEndpoint);
    this.collection = collection;
    this.indexName = indexName;
    this.endpoint = searchEndpoint ?? collection.endpoint;

    this.bootstrapFunction = new LambdaFunction<SearchBootstrapEnvironment>(this, 'bootstrap', {
      functionName: props.bootstrapFunctionName,
      code: 'search-bootstrap',
      description: `Creates the index ${indexName} and keeps its mappings and settings up to date`,
      environment: { SEARCH_ENDPOINT: this.endpoint },
      // A new access policy takes about a minute to be known everywhere, and the function waits for it.
      timeoutSeconds: 300,
      ...functionSettings(props),
    });
    collection.grantManageIndex(this.bootstrapFunction, indexName);
    this.invocation = new LambdaInvocation(this, 'invocation', {
      functionName: this.bootstrapFunction.functionName,
      input: bootstrapRequest({ index: indexName, mappings, settings }),
      // Another collection behind the same name has no index yet.
      triggers: { collection: collection.collection.id, endpoint: this.endpoint },
      dependsOn: [collection.accessPolicy, collection.networkPolicy, this.bootstrapFunction.rolePolicy],
    });
  }
}
