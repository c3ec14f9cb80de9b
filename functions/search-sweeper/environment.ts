/** The environment of the `search-sweeper` function: what its construct sets and the function reads. */
export interface SearchSweeperEnvironment {
  /** The table that the index follows; the metrics go by its name. */
  readonly TABLE_NAME: string;
  /** The collection's endpoint, `https://…` (or `http://…` for a local engine). */
  readonly SEARCH_ENDPOINT: string;
  /** The indices whose tombstones are removed, separated by commas. */
  readonly SEARCH_INDICES: string;
  /**
   * How old a deletion is when its tombstone is removed: 24 to 87600. It must exceed the age that any change can
   * have when it is written.
   */
  readonly TOMBSTONE_RETENTION_HOURS: string;
  /** The signing name of the search service: `aoss` for Serverless, `es` for a domain. @default aoss */
  readonly SEARCH_SIGNING_NAME?: string;
  /** The CloudWatch namespace of the function's metrics. @default dynamodb-cdc */
  readonly METRICS_NAMESPACE?: string;
}
