import { KinesisStreamConsumer } from '@cdktf/provider-aws/lib/kinesis-stream-consumer';
import { LambdaEventSourceMapping } from '@cdktf/provider-aws/lib/lambda-event-source-mapping';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { ChangeStream, KinesisChangeStream } from '../change-stream';
import { type Condition, choose, isPossible, madeIf } from '../conditions';
import type { LambdaFunction } from '../lambda-function';
import type { Parking } from '../parking';
import { given } from '../props/given';
import { checkBooleans, checkInteger, InvalidPropError } from '../validation';
import { maximumRecordAge } from './maximum-record-age';
import { checkStartingPosition, type StartingPosition } from './starting-position';

/** How changes are handed to a function. */
export interface TriggerSettings {
  /** How many changes one invocation gets at most: 1 to 10000. @default 1000 */
  readonly batchSize?: number;
  /** How long changes are gathered before an invocation: 0 to 300. @default 1 */
  readonly maximumBatchingWindowSeconds?: number;
  /** How many batches of one shard are worked on at once: 1 to 10. @default 1 */
  readonly parallelizationFactor?: number;
  /** Splits a batch that fails as a whole, to find the change at fault. @default true */
  readonly bisectBatchOnFunctionError?: Condition;
  /** 0 to 10000; -1 goes on until a change is too old. @default -1 */
  readonly maximumRetryAttempts?: number;
  /**
   * How old a change may get before Lambda gives it up and keeps its batch in the parking bucket: at least 60, and
   * less than the stream's retention. @default an hour less than the stream's retention, at most 604800
   */
  readonly maximumRecordAgeSeconds?: number;
  /** The oldest change in the stream, the next one, or, of Kinesis, the first one at a time. @default TRIM_HORIZON */
  readonly startingPosition?: StartingPosition;
  /** With `AT_TIMESTAMP` only: RFC 3339, for example 2026-01-31T12:00:00Z. @default none */
  readonly startingPositionTimestamp?: string;
  /** Of Kinesis only: reads at 2 MB/s a shard of its own, pushed, at a price. @default false: shares it with other consumers */
  readonly enhancedFanOut?: Condition;
}

/** Those of a construct's props that it hands on to its trigger. */
export function triggerSettings(props: TriggerSettings): TriggerSettings {
  return given(props, [
    'batchSize',
    'maximumBatchingWindowSeconds',
    'parallelizationFactor',
    'bisectBatchOnFunctionError',
    'maximumRetryAttempts',
    'maximumRecordAgeSeconds',
    'startingPosition',
    'startingPositionTimestamp',
    'enhancedFanOut',
  ]);
}

export interface ChangeTriggerProps extends TriggerSettings {
  readonly changeStream: ChangeStream;
  readonly function: LambdaFunction;
  /** With `enhancedFanOut`, the consumer's name: 1 to 128 characters. */
  readonly consumerName: string;
  /** Keeps the batches that Lambda gives up. */
  readonly parking: Parking;
  /** What must be there before the first change is handed over. @default nothing */
  readonly after?: readonly ITerraformDependable[];
}

/** The event source mapping between a change stream and the function that is handed its changes. */
export class ChangeTrigger extends Construct {
  /** Only with `enhancedFanOut`. */
  readonly streamConsumer?: KinesisStreamConsumer;
  readonly eventSourceMapping: LambdaEventSourceMapping;

  /** @throws InvalidPropError, in the name of the construct that has the props */
  constructor(scope: Construct, id: string, props: ChangeTriggerProps) {
    super(scope, id);
    const { changeStream, parking, after = [] } = props;
    const { batchSize = 1_000, maximumBatchingWindowSeconds = 1, parallelizationFactor = 1 } = props;
    const { bisectBatchOnFunctionError = true, maximumRetryAttempts = -1 } = props;
    const { startingPosition = 'TRIM_HORIZON', startingPositionTimestamp, enhancedFanOut = false } = props;
    checkBooleans(scope, props, ['bisectBatchOnFunctionError', 'enhancedFanOut']);
    checkInteger(scope, 'batchSize', batchSize, { min: 1, max: 10_000 });
    checkInteger(scope, 'maximumBatchingWindowSeconds', maximumBatchingWindowSeconds, { min: 0, max: 300 });
    checkInteger(scope, 'parallelizationFactor', parallelizationFactor, { min: 1, max: 10 });
    checkInteger(scope, 'maximumRetryAttempts', maximumRetryAttempts, {
      min: 0,
      max: 10_000,
      or: { value: -1, meaning: 'until a change is too old' },
    });
    checkStartingPosition(scope, changeStream.kind, startingPosition, startingPositionTimestamp);
    const maximumRecordAgeInSeconds = maximumRecordAge(scope, props.maximumRecordAgeSeconds, changeStream);

    for (const statement of changeStream.readPolicy()) props.function.addToRolePolicy(statement);
    if (isPossible(enhancedFanOut))
      this.streamConsumer = this.subscribe(kinesisOnly(scope, changeStream), props, enhancedFanOut);
    else if (changeStream.kind === 'kinesis') changeStream.addSharedConsumer();
    // "Default" leaves no trace in the name of the resource: it is called as its scope is.
    this.eventSourceMapping = new LambdaEventSourceMapping(this, 'Default', {
      functionName: props.function.arn,
      eventSourceArn: this.streamConsumer
        ? choose(enhancedFanOut, this.streamConsumer.arn, changeStream.streamArn)
        : changeStream.streamArn,
      startingPosition,
      ...(startingPositionTimestamp !== undefined && { startingPositionTimestamp }),
      batchSize,
      maximumBatchingWindowInSeconds: maximumBatchingWindowSeconds,
      parallelizationFactor,
      bisectBatchOnFunctionError,
      maximumRetryAttempts,
      maximumRecordAgeInSeconds,
      functionResponseTypes: ['ReportBatchItemFailures'],
      destinationConfig: { onFailure: { destinationArn: parking.bucket.arn } },
      dependsOn: [...after, ...props.function.role.permissions],
    });
  }

  private subscribe(
    { streamArn }: KinesisChangeStream,
    props: ChangeTriggerProps,
    enhancedFanOut: Condition,
  ): KinesisStreamConsumer {
    const consumer = madeIf(
      enhancedFanOut,
      new KinesisStreamConsumer(this, 'stream-consumer', { name: props.consumerName, streamArn }),
    );
    props.function.addToRolePolicy({
      sid: 'SubscribeToChanges',
      actions: ['kinesis:SubscribeToShard'],
      resources: [consumer.arn],
      when: enhancedFanOut,
    });
    return consumer;
  }
}

function kinesisOnly(scope: Construct, changeStream: ChangeStream): KinesisChangeStream {
  if (changeStream.kind === 'kinesis') return changeStream;
  throw new InvalidPropError(scope, {
    prop: 'enhancedFanOut',
    value: true,
    allowed: 'false for a DynamoDB stream, which has none',
    mend: 'Leave enhancedFanOut out, or take a pipeline with a Kinesis stream.',
  });
}
