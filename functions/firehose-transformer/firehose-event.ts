/**
 * What Firehose hands to the function, as far as the function uses it; nothing of it is taken for granted.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-kinesisfirehose.html
 */
export interface FirehoseEvent {
  /** Where the records come from; absent with Direct PUT. */
  readonly sourceKinesisStreamArn?: unknown;
  readonly records?: readonly (FirehoseRecord | null)[] | null;
}

export interface FirehoseRecord {
  readonly recordId?: unknown;
  /** In base64. */
  readonly data?: unknown;
  readonly kinesisRecordMetadata?: {
    readonly shardId?: unknown;
    readonly partitionKey?: unknown;
    readonly sequenceNumber?: unknown;
  } | null;
}

/**
 * What Firehose takes for a record. Of one that is dropped or failed it needs no data: it keeps the record that it
 * has, and delivers a failed one under the error prefix as `rawData`.
 * https://docs.aws.amazon.com/firehose/latest/dev/data-transformation-status-model.html
 * https://docs.aws.amazon.com/firehose/latest/dev/data-transformation-failure-handling.html
 */
export interface Answer {
  /** That of the record, whatever it is. */
  readonly recordId: unknown;
  readonly result: 'Ok' | 'Dropped' | 'ProcessingFailed';
  readonly data?: string;
  readonly metadata?: { readonly partitionKeys: PartitionKeys };
}

/** Firehose takes at most 50, none of them empty. */
export interface PartitionKeys {
  readonly table: string;
  /** YYYY-MM-DD, UTC. */
  readonly date: string;
}
