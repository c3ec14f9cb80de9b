/**
 * The environment of the `search-indexer` function: what its construct sets and the function reads.
 * Credentials, Region and `AWS_ENDPOINT_URL` come by the AWS SDK's ordinary chain.
 */
export interface SearchIndexerEnvironment {
  /** The table whose changes are indexed; changes of any other table are parked. */
  readonly TABLE_NAME: string;
  /** The collection's endpoint, `https://…` (or `http://…` for a local engine). */
  readonly SEARCH_ENDPOINT: string;
  /** The index that all items go to, whole; it must exist. @default none: `ROUTES` says where they go */
  readonly SEARCH_INDEX?: string;
  /**
   * The file of the zip that exports a `Transform`, which says what each index has of an item; `ROUTES` and
   * `SEARCH_INDEX` then only name the indices. @default none
   */
  readonly TRANSFORM?: string;
  /** In place of `SEARCH_INDEX`: the routes that items take, a JSON list of `Route`. @default none */
  readonly ROUTES?: string;
  /** The bucket that keeps the changes that can never be indexed. */
  readonly PARKING_BUCKET: string;
  /** The queue that is told of each parked change. */
  readonly PARKING_QUEUE_URL: string;
  /**
   * `true` puts a tombstone in the place of a deleted item's document, for the function `search-sweeper` to remove;
   * the indices must map `_cdc.deleted`. @default false
   */
  readonly SOFT_DELETE?: string;
  /** The signing name of the search service: `aoss` for Serverless, `es` for a domain. @default aoss */
  readonly SEARCH_SIGNING_NAME?: string;
  /**
   * How long one request may take, in seconds. A collection that wakes from zero answers after 10 to
   * 30 s, so anything under 31 s takes its waking for a failure. @default 40
   */
  readonly REQUEST_TIMEOUT_SECONDS?: string;
  /** Whether a marker takes the place of a document that the index refuses: `true` or `false`. @default true */
  readonly MARK_REFUSED?: string;
  /** The CloudWatch namespace of the function's metrics. @default dynamodb-cdc */
  readonly METRICS_NAMESPACE?: string;
}
