import { Construct } from 'constructs';
import type { FirehoseForwarderEnvironment } from '../../functions/firehose-forwarder/environment';
import { type Archive, type DeliveryStream, lineVariables } from '../archive';
import type { DynamodbChangeStream } from '../change-stream';
import { ChangeTrigger, type TriggerSettings, triggerSettings } from '../change-trigger';
import { type FunctionSettings, functionSettings, LambdaFunction } from '../lambda-function';
import { Parking, type ParkingSettings, parkingSettings } from '../parking';
import { given } from '../props/given';
import { checkName, NAME_RULES } from '../validation';

export interface FirehoseForwarderProps extends TriggerSettings, FunctionSettings, ParkingSettings {
  readonly changeStream: DynamodbChangeStream;
  readonly archive: Archive;
  readonly deliveryStream: DeliveryStream;
  /** 1 to 64 characters; the parking queue's name, and the beginning of the parking bucket's, come from it. */
  readonly functionName: string;
  /** The path of a zip to run in place of the function's own. @default the function's own zip */
  readonly functionZip?: string;
  /** 1 to 900. @default 120 */
  readonly timeoutSeconds?: number;
  /** 128 to 10240. @default 512 */
  readonly memorySizeMb?: number;
  /** How many invocations may run at once. @default no limit but the account's */
  readonly reservedConcurrency?: number;
}

/** The function that sends a stream's changes to Firehose, its trigger, and the parking for the rest. */
export class FirehoseForwarder extends Construct {
  readonly parking: Parking;
  readonly function: LambdaFunction<FirehoseForwarderEnvironment>;
  readonly trigger: ChangeTrigger;

  /** @throws InvalidPropError, or MissingFunctionZipError when the functions have not been built. */
  constructor(scope: Construct, id: string, props: FirehoseForwarderProps) {
    super(scope, id);
    const { changeStream, archive, deliveryStream, functionName } = props;
    const { timeoutSeconds = 120, memorySizeMb = 512 } = props;
    checkName(this, 'functionName', functionName, NAME_RULES.parkingFunction);
    this.parking = new Parking(this, 'parking', {
      parkingName: `${functionName}-parking`,
      ...parkingSettings(props),
    });
    this.function = new LambdaFunction<FirehoseForwarderEnvironment>(this, 'function', {
      functionName,
      code: 'firehose-forwarder',
      description: `Sends the changes of the table ${changeStream.tableName} to its archive`,
      environment: {
        TABLE_NAME: changeStream.tableName,
        DELIVERY_STREAM_NAME: deliveryStream.resource.name,
        ...lineVariables(archive.format),
        PARKING_BUCKET: this.parking.bucket.name,
        PARKING_QUEUE_URL: this.parking.queue.url,
      },
      timeoutSeconds,
      memorySizeMb,
      ...given(props, ['functionZip', 'reservedConcurrency']),
      ...functionSettings(props),
    });
    this.function.addToRolePolicy({
      sid: 'PutLines',
      actions: ['firehose:PutRecordBatch'],
      resources: [deliveryStream.arn],
    });
    this.parking.grantPark(this.function);
    this.trigger = new ChangeTrigger(this, 'event-source-mapping', {
      changeStream,
      function: this.function,
      consumerName: functionName,
      parking: this.parking,
      ...triggerSettings(props),
    });
  }
}
