/** The environment of the `search-bootstrap` function: what its construct sets and the function reads. */
export interface SearchBootstrapEnvironment {
  /** The collection's endpoint, `https://…` (or `http://…` for a local engine). */
  readonly SEARCH_ENDPOINT: string;
  /** The signing name of the search service: `aoss` for Serverless, `es` for a domain. @default aoss */
  readonly SEARCH_SIGNING_NAME?: string;
}

/** What Terraform invokes `search-bootstrap` with. */
export interface SearchBootstrapRequest {
  /** The index to create, or to bring up to date. */
  readonly index: string;
  readonly mappings: object;
  readonly settings: object;
  /** An alias to make that shows the index without tombstones. @default none */
  readonly liveAlias?: string;
}

/** What `search-bootstrap` answers. */
export interface SearchBootstrapResponse {
  readonly index: string;
  /** The alias, where one was asked for. */
  readonly liveAlias?: string;
  /** `created`, or `updated` where the index was there and its mapping was put again. */
  readonly result: 'created' | 'updated';
  /** Settings that the service does not take, and that were left out. */
  readonly droppedSettings: readonly string[];
}
