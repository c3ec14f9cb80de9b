import { Construct } from 'constructs';
import {
  Archive,
  type ArchiveProps,
  DeliveryStream,
  type DeliveryStreamSettings,
  deliveryStreamSettings,
} from '../archive';
import { DynamodbChangeStream, type DynamodbChangeStreamProps } from '../change-stream';
import { FirehoseForwarder, type FirehoseForwarderProps } from '../firehose-forwarder';
import { checkName, NAME_RULES } from '../validation';

export interface StreamsToS3Props
  extends DynamodbChangeStreamProps,
    Omit<ArchiveProps, 'tableName'>,
    DeliveryStreamSettings,
    Omit<FirehoseForwarderProps, 'changeStream' | 'archive' | 'deliveryStream' | 'functionName'> {
  /** The function that sends changes to Firehose. @default the table's name and "-firehose-forwarder" */
  readonly functionName?: string;
}

/** A DynamoDB table's changes in an S3 archive: table → DynamoDB stream → function → Firehose → bucket. */
export class StreamsToS3 extends Construct {
  readonly changeStream: DynamodbChangeStream;
  readonly archive: Archive;
  readonly deliveryStream: DeliveryStream;
  readonly forwarder: FirehoseForwarder;

  /** @throws InvalidPropError, or MissingFunctionZipError when the functions have not been built. */
  constructor(scope: Construct, id: string, props: StreamsToS3Props) {
    super(scope, id);
    // Before the names that are made from these, whose errors would name another prop.
    const { tableName, functionName = `${tableName}-firehose-forwarder` } = props;
    checkName(this, 'tableName', tableName, NAME_RULES.dynamodbTable);
    checkName(this, 'functionName', functionName, NAME_RULES.parkingFunction);

    this.changeStream = new DynamodbChangeStream(this, 'change-stream', props, [
      'NEW_IMAGE',
      'NEW_AND_OLD_IMAGES',
    ]);
    this.archive = new Archive(this, 'archive', props);
    this.deliveryStream = new DeliveryStream(this, 'delivery-stream', {
      archive: this.archive,
      ...deliveryStreamSettings(props),
    });
    this.forwarder = new FirehoseForwarder(this, 'forwarder', {
      ...props,
      changeStream: this.changeStream,
      archive: this.archive,
      deliveryStream: this.deliveryStream,
      functionName,
    });
  }
}
