import { Construct } from 'constructs';
import {
  Archive,
  type ArchiveProps,
  DeliveryStream,
  type DeliveryStreamSettings,
  deliveryStreamSettings,
} from '../archive';
import { ArchiveCanary, type ArchiveCanaryProps } from '../archive-canary';
import { KinesisChangeStream, type KinesisChangeStreamProps } from '../change-stream';
import { FirehoseTransformer, type FirehoseTransformerProps } from '../firehose-transformer';
import { checkName, NAME_RULES } from '../validation';

export interface KinesisToS3Props
  extends KinesisChangeStreamProps,
    Omit<ArchiveProps, 'tableName'>,
    DeliveryStreamSettings,
    Omit<FirehoseTransformerProps, 'changeStream' | 'archive' | 'functionName'>,
    Omit<
      ArchiveCanaryProps,
      'changeStream' | 'archive' | 'deliveryStream' | 'transformer' | 'canaryFunctionName'
    > {
  /** The function that makes lines of records. @default the table's name and "-firehose-transformer" */
  readonly functionName?: string;
  /** The function that waits until Firehose reads. @default the other function's name and "-canary" */
  readonly canaryFunctionName?: string;
}

/** A DynamoDB table's changes in an S3 archive: table → Kinesis → Firehose, with a function that makes lines → bucket. */
export class KinesisToS3 extends Construct {
  readonly changeStream: KinesisChangeStream;
  readonly archive: Archive;
  readonly transformer: FirehoseTransformer;
  readonly deliveryStream: DeliveryStream;
  readonly canary: ArchiveCanary;

  /** @throws InvalidPropError, or MissingFunctionZipError when the functions have not been built. */
  constructor(scope: Construct, id: string, props: KinesisToS3Props) {
    super(scope, id);
    // Before the names that are made from these, whose errors would name another prop.
    const { tableName, functionName = `${tableName}-firehose-transformer` } = props;
    checkName(this, 'tableName', tableName, NAME_RULES.dynamodbTable);
    checkName(this, 'functionName', functionName, NAME_RULES.lambdaFunction);
    const { canaryFunctionName = `${functionName}-canary` } = props;

    this.changeStream = new KinesisChangeStream(this, 'change-stream', props);
    const { changeStream } = this;
    this.archive = new Archive(this, 'archive', props);
    const { archive } = this;
    this.transformer = new FirehoseTransformer(this, 'transformer', {
      ...props,
      changeStream,
      archive,
      functionName,
    });
    this.deliveryStream = new DeliveryStream(this, 'delivery-stream', {
      archive,
      source: { changeStream, transformer: this.transformer.function },
      ...deliveryStreamSettings(props),
    });
    this.canary = new ArchiveCanary(this, 'canary', {
      ...props,
      changeStream,
      archive,
      deliveryStream: this.deliveryStream,
      transformer: this.transformer,
      canaryFunctionName,
    });
    changeStream.openAfter(this.canary.invocation);
  }
}
