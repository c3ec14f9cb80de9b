import { parse, stringify } from 'lossless-json';
import type { Context } from 'mocha';
import { type CollectionGateway, startCollectionGateway } from '../../local/search/collection-gateway/server';
import { DEFAULT_MAPPINGS, DEFAULT_SETTINGS } from '../../modules/search-index/default-index';
import { sharedSearchEngine } from '../search-engine';

const COLLECTION = 'test-collection';
const ROLE = 'arn:aws:iam::123456789012:role/indexer';
const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';

/** The credentials that the collection knows, as a function's environment. */
export const CREDENTIALS = {
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: SECRET,
  AWS_SESSION_TOKEN: 'session/token+EXAMPLE==',
};

/** A real OpenSearch behind the gateway, which admits one role as the deployed policy admits the indexer. */
export class TestCollection {
  private constructor(
    readonly engineUrl: string,
    private readonly gateway: CollectionGateway,
  ) {}

  static async start(
    context: Context,
    actions = ['aoss:WriteDocument', 'aoss:UpdateIndex'],
  ): Promise<TestCollection> {
    const engine = await sharedSearchEngine(context);
    const onCollection = (action: string) => action.endsWith('CollectionItems');
    const policy = () => [
      {
        Rules: [
          {
            ResourceType: 'collection',
            Resource: [`collection/${COLLECTION}`],
            Permission: actions.filter(onCollection),
          },
          {
            ResourceType: 'index',
            Resource: [`index/${COLLECTION}/*`],
            Permission: actions.filter((action) => !onCollection(action)),
          },
        ],
        Principal: [ROLE],
      },
    ];
    const gateway = await startCollectionGateway({
      collection: COLLECTION,
      engineUrl: engine.url,
      directory: {
        principal: async (accessKeyId) =>
          accessKeyId === CREDENTIALS.AWS_ACCESS_KEY_ID
            ? {
                secretAccessKey: SECRET,
                sessionToken: CREDENTIALS.AWS_SESSION_TOKEN,
                arns: [ROLE],
                collections: [COLLECTION],
              }
            : undefined,
        accessPolicies: async () => [JSON.stringify(policy())],
      },
    });
    return new TestCollection(engine.url, gateway);
  }

  /** Where the collection answers, signed requests only. */
  get url(): string {
    return this.gateway.url;
  }

  /** Makes an index past the gateway, by default as the pipeline does. */
  async createIndex(
    name: string,
    body: object = { mappings: DEFAULT_MAPPINGS, settings: DEFAULT_SETTINGS },
  ): Promise<void> {
    await this.engine('PUT', `/${name}`, body);
  }

  async deleteIndex(name: string): Promise<void> {
    await this.engine('DELETE', `/${name}`);
  }

  /** Every document of an index as JSON text with all digits, sorted. */
  async documents(index: string): Promise<string[]> {
    await this.engine('POST', `/${index}/_refresh`);
    const answer = parse(
      await this.engine('POST', `/${index}/_search?size=10000`, { query: { match_all: {} } }),
    );
    const { hits } = (answer as { hits: { hits: { _source: unknown }[] } }).hits;
    return hits.map(({ _source }) => stringify(_source) ?? '').sort();
  }

  /** Asks the engine itself. */
  async engine(method: string, path: string, body?: object): Promise<string> {
    const response = await fetch(`${this.engineUrl}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text;
  }

  close(): Promise<void> {
    return this.gateway.close();
  }
}
