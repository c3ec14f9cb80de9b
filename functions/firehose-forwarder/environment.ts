/** The environment of the `firehose-forwarder` function: what its construct sets and the function reads. */
export interface FirehoseForwarderEnvironment {
  readonly TABLE_NAME: string;
  readonly DELIVERY_STREAM_NAME: string;
  readonly LINE?: string;
  readonly IMAGES?: string;
  readonly FILTER?: string;
  readonly PARKING_BUCKET: string;
  readonly PARKING_QUEUE_URL: string;
  readonly METRICS_NAMESPACE?: string;
}
