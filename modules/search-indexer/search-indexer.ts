import { KinesisStreamConsumer } from '@cdktf/provider-aws/lib/kinesis-stream-consumer';
import { LambdaEventSourceMapping } from '@cdktf/provider-aws/lib/lambda-event-source-mapping';
import { Construct } from 'constructs';
import { TRANSFORM_FILE } from '../../functions/build/transform-module';
import type { SearchIndexerEnvironment } from '../../functions/search-indexer/environment';
import type { ChangeStream } from '../change-stream';
import { type FunctionSettings, functionSettings, LambdaFunction } from '../lambda-function';
import { Parking } from '../parking';
import { given } from '../props/given';
import type { SearchIndices } from '../search-index';
import { checkBooleans, checkInteger, checkName, NAME_RULES } from '../validation';
import { checkRoutes, checkWithoutProjections } from './check-routes';
import { maximumRecordAge } from './maximum-record-age';
import { type RouteProps, routeVariables } from './route-props';
import { checkStartingPosition, type StartingPosition } from './starting-position';
import { transformFiles } from './transform-files';

export interface SearchIndexerProps extends FunctionSettings {
  readonly changeStream: ChangeStream;
  readonly indices: SearchIndices;
  /** Where the items go; each route's index is one of `indices`. @default all items, whole, to the first of them */
  readonly routes?: readonly RouteProps[];
  /**
   * The path of a TypeScript module that exports a `Transform` by the name of `transform`: it says what each index has
   * of an item, in place of filters and projections. It is bundled with the function. @default none
   */
  readonly transform?: string;
  /** 1 to 64 characters; the parking queue's name, and the beginning of the parking bucket's, come from it. */
  readonly functionName: string;
  /** How many changes one invocation gets at most: 1 to 10000. @default 1000 */
  readonly batchSize?: number;
  /** How long changes are gathered before an invocation: 0 to 300. @default 1 */
  readonly maximumBatchingWindowSeconds?: number;
  /** How many batches of one shard are worked on at once: 1 to 10. @default 1 */
  readonly parallelizationFactor?: number;
  /** Splits a batch that fails as a whole, to find the change at fault. @default true */
  readonly bisectBatchOnFunctionError?: boolean;
  /** 0 to 10000; -1 goes on until a change is too old. @default -1 */
  readonly maximumRetryAttempts?: number;
  /**
   * How old a change may get before Lambda gives it up and keeps its batch in the parking bucket: at least 60, and
   * less than the stream's retention. @default an hour less than the stream's retention, at most 604800
   */
  readonly maximumRecordAgeSeconds?: number;
  /** The oldest change in the stream, the next one, or the first one at a time. @default TRIM_HORIZON */
  readonly startingPosition?: StartingPosition;
  /** With `AT_TIMESTAMP` only: RFC 3339, for example 2026-01-31T12:00:00Z. @default none */
  readonly startingPositionTimestamp?: string;
  /** Reads at 2 MB/s a shard of its own, pushed, at a price. @default false: shares it with other consumers */
  readonly enhancedFanOut?: boolean;
  /** 1 to 900. @default 120 */
  readonly timeoutSeconds?: number;
  /** 128 to 10240. @default 512 */
  readonly memorySizeMb?: number;
  /** How many invocations may run at once. @default no limit but the account's */
  readonly reservedConcurrency?: number;
  /**
   * Puts a marker in the place of a document that the index refuses, so that no search finds its older version.
   * Without, the older version stays. @default true
   */
  readonly markRefused?: boolean;
  /** After how many days a parked change is deleted, looked at or not. @default kept until you delete it */
  readonly parkingRetentionDays?: number;
  /** @default S3's and SQS's own keys */
  readonly parkingKmsKeyArn?: string;
  /** Refuses to delete a parking bucket that still holds changes. @default true */
  readonly deletionProtection?: boolean;
}

/** The function that writes a stream's changes to a search index, its trigger, and the parking for the rest. */
export class SearchIndexer extends Construct {
  readonly parking: Parking;
  readonly function: LambdaFunction<SearchIndexerEnvironment>;
  /** Only with `enhancedFanOut`. */
  readonly streamConsumer?: KinesisStreamConsumer;
  readonly eventSourceMapping: LambdaEventSourceMapping;

  /** @throws InvalidPropError, or MissingFunctionZipError when the functions have not been built. */
  constructor(scope: Construct, id: string, props: SearchIndexerProps) {
    super(scope, id);
    checkBooleans(this, props, [
      'bisectBatchOnFunctionError',
      'enhancedFanOut',
      'markRefused',
      'deletionProtection',
    ]);
    const { changeStream, indices, functionName } = props;
    const { routes = defaultRoutes(indices), transform } = props;
    const { batchSize = 1_000, maximumBatchingWindowSeconds = 1, parallelizationFactor = 1 } = props;
    const { bisectBatchOnFunctionError = true, maximumRetryAttempts = -1 } = props;
    const { startingPosition = 'TRIM_HORIZON', startingPositionTimestamp } = props;
    const { timeoutSeconds = 120, memorySizeMb = 512 } = props;
    checkName(this, 'functionName', functionName, NAME_RULES.lambdaFunction);
    checkInteger(this, 'batchSize', batchSize, { min: 1, max: 10_000 });
    checkInteger(this, 'maximumBatchingWindowSeconds', maximumBatchingWindowSeconds, { min: 0, max: 300 });
    checkInteger(this, 'parallelizationFactor', parallelizationFactor, { min: 1, max: 10 });
    checkInteger(this, 'maximumRetryAttempts', maximumRetryAttempts, {
      min: 0,
      max: 10_000,
      or: { value: -1, meaning: 'until a change is too old' },
    });
    checkRoutes(this, routes);
    if (transform !== undefined) checkWithoutProjections(this, routes);
    checkStartingPosition(this, startingPosition, startingPositionTimestamp);
    const maximumRecordAgeInSeconds = maximumRecordAge(
      this,
      props.maximumRecordAgeSeconds,
      changeStream.retentionHours,
    );

    this.parking = new Parking(this, 'parking', {
      parkingName: `${functionName}-parking`,
      ...given(props, ['parkingRetentionDays', 'parkingKmsKeyArn', 'deletionProtection']),
    });
    this.function = new LambdaFunction<SearchIndexerEnvironment>(this, 'function', {
      functionName,
      code: 'search-indexer',
      ...(transform !== undefined && { files: transformFiles(this, transform) }),
      description: `Writes the changes of the table ${changeStream.tableName} to its search indices`,
      environment: {
        TABLE_NAME: changeStream.tableName,
        SEARCH_ENDPOINT: indices.endpoint,
        ...routeVariables(routes),
        ...(transform !== undefined && { TRANSFORM: TRANSFORM_FILE }),
        PARKING_BUCKET: this.parking.bucket.bucket,
        PARKING_QUEUE_URL: this.parking.queue.url,
        ...(props.markRefused !== undefined && { MARK_REFUSED: String(props.markRefused) }),
        ...(indices.softDelete && { SOFT_DELETE: 'true' }),
      },
      // A tombstone in an index that does not map its mark yet would never be hidden, nor removed.
      ...(indices.softDelete && { after: indices.invocations }),
      timeoutSeconds,
      memorySizeMb,
      ...given(props, ['reservedConcurrency']),
      ...functionSettings(props),
    });
    changeStream.grantRead(this.function);
    indices.collection.grantWrite(
      this.function,
      routes.map(({ indexName }) => indexName),
    );
    this.parking.grantPark(this.function);

    if (props.enhancedFanOut) {
      this.streamConsumer = new KinesisStreamConsumer(this, 'stream-consumer', {
        name: functionName,
        streamArn: changeStream.stream.arn,
      });
      this.function.addToRolePolicy({
        sid: 'SubscribeToChanges',
        actions: ['kinesis:DescribeStreamConsumer', 'kinesis:SubscribeToShard'],
        resources: [this.streamConsumer.arn],
      });
    }
    this.eventSourceMapping = new LambdaEventSourceMapping(this, 'event-source-mapping', {
      functionName: this.function.arn,
      eventSourceArn: this.streamConsumer?.arn ?? changeStream.stream.arn,
      startingPosition,
      ...(startingPositionTimestamp !== undefined && { startingPositionTimestamp }),
      batchSize,
      maximumBatchingWindowInSeconds: maximumBatchingWindowSeconds,
      parallelizationFactor,
      bisectBatchOnFunctionError,
      maximumRetryAttempts,
      maximumRecordAgeInSeconds,
      functionResponseTypes: ['ReportBatchItemFailures'],
      destinationConfig: { onFailure: { destinationArn: this.parking.bucket.arn } },
      // The function may not create indices: they have to be there before the first change is.
      dependsOn: [...indices.invocations, this.function.rolePolicy],
    });
  }
}

function defaultRoutes({ indexNames }: SearchIndices): RouteProps[] {
  return indexNames.slice(0, 1).map((indexName) => ({ indexName }));
}
