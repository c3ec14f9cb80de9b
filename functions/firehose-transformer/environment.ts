import type { ArchiveEnvironment } from '../archive/environment';

/**
 * The environment of the `firehose-transformer` function: what its construct sets and the function reads.
 * Credentials, Region and `AWS_ENDPOINT_URL` come by the AWS SDK's ordinary chain.
 */
export interface FirehoseTransformerEnvironment extends ArchiveEnvironment {
  /**
   * `true` gives each line the partition keys `table` and `date`, YYYY-MM-DD of the change's own time in UTC, for
   * dynamic partitioning. @default false
   */
  readonly PARTITION_KEYS?: string;
  /** The bucket that is told of each canary record that comes through, under `canary/`. */
  readonly CANARY_BUCKET: string;
}
