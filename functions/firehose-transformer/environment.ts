/** The environment of the `firehose-transformer` function: what its construct sets and the function reads. */
export interface FirehoseTransformerEnvironment {
  readonly TABLE_NAME: string;
  readonly LINE?: string;
  readonly IMAGES?: string;
  readonly FILTER?: string;
  readonly PARTITION_KEYS?: string;
  readonly CANARY_BUCKET: string;
  readonly METRICS_NAMESPACE?: string;
}
