/** What the environments of both functions that write archive lines have in common. */
export interface ArchiveEnvironment {
  /** The table whose changes are archived; changes of any other table are kept aside. */
  readonly TABLE_NAME: string;
  /**
   * What a line is: `change`, the whole change, or `item`, the item after it alone; then deletes leave no line.
   * @default change
   */
  readonly LINE?: string;
  /**
   * Keys and images of a line that is a change: as `json`, or as `text`, JSON in a string, which Parquet's columns of
   * strings take with every digit. @default json
   */
  readonly IMAGES?: string;
  /**
   * Which changes are archived: a `Filter` as JSON, that the item fulfils before the change or after it, so that an item
   * that leaves the filter is told once more; a change whose record has no image passes. Where a line is an item, only
   * that item counts.
   * @default all
   */
  readonly FILTER?: string;
  /** The CloudWatch namespace of the function's metrics. @default dynamodb-cdc */
  readonly METRICS_NAMESPACE?: string;
}
