import type { ArchiveEnvironment } from '../archive/environment';

/**
 * The environment of the `firehose-forwarder` function: what its construct sets and the function reads.
 * Credentials, Region and `AWS_ENDPOINT_URL` come by the AWS SDK's ordinary chain.
 */
export interface FirehoseForwarderEnvironment extends ArchiveEnvironment {
  /** The delivery stream that gets the lines; its source is Direct PUT. */
  readonly DELIVERY_STREAM_NAME: string;
  /** The bucket that keeps the changes that can never be archived. */
  readonly PARKING_BUCKET: string;
  /** The queue that is told of each parked change. */
  readonly PARKING_QUEUE_URL: string;
}
