/**
 * The environment of the `archive-canary` function: what its construct sets and the function reads.
 * Credentials, Region and `AWS_ENDPOINT_URL` come by the AWS SDK's ordinary chain.
 */
export interface ArchiveCanaryEnvironment {
  /** The Kinesis stream that Firehose reads. */
  readonly STREAM_NAME: string;
  /** The bucket in which `firehose-transformer` notes the canaries that come through. */
  readonly CANARY_BUCKET: string;
}

/** What Terraform invokes the function with: another delivery stream is another invocation. */
export interface ArchiveCanaryRequest {
  readonly deliveryStreamArn: string;
}

/** What the function answers. */
export interface ArchiveCanaryResponse {
  /** How many open shards the Kinesis stream has, through each of which a canary came. */
  readonly shards: number;
  /** How long it took. */
  readonly seconds: number;
}
