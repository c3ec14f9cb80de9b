import { Token } from 'cdktf';
import type { KinesisToS3Props } from '../../modules/pipelines/kinesis-to-s3';
import type { KinesisToSearchProps } from '../../modules/pipelines/kinesis-to-search';
import type { StreamsToS3Props } from '../../modules/pipelines/streams-to-s3';
import type { StreamsToSearchProps } from '../../modules/pipelines/streams-to-search';
import { ROUTES_TYPE } from '../../modules/search-index';
import { flag, json, type Kind, list, names, number, text, textMap } from './kind';

/** The kinds of those props that are variables. */
type KindsOf<Props> = { readonly [Name in keyof Props]?: Kind };

const TABLE = {
  tableName: text,
  createTable: flag,
  partitionKeyName: text,
  partitionKeyType: text,
  sortKeyName: text,
  sortKeyType: text,
  tableKmsKeyArn: text,
  deletionProtection: flag,
};

const KINESIS = {
  streamName: text,
  createStream: flag,
  streamArn: text,
  createStreamingDestination: flag,
  retentionHours: number,
  streamKmsKeyArn: text,
};

const FUNCTION = {
  functionName: text,
  functionZip: text,
  timeoutSeconds: number,
  memorySizeMb: number,
  reservedConcurrency: number,
  logRetentionDays: number,
  logKmsKeyArn: text,
  tracing: flag,
  createRole: flag,
  functionRoleArn: text,
  subnetIds: list,
  securityGroupIds: list,
};

const TRIGGER = {
  batchSize: number,
  maximumBatchingWindowSeconds: number,
  parallelizationFactor: number,
  bisectBatchOnFunctionError: flag,
  maximumRetryAttempts: number,
  maximumRecordAgeSeconds: number,
  startingPosition: text,
  createParkingBucket: flag,
  parkingBucketName: text,
  parkingRetentionDays: number,
  parkingKmsKeyArn: text,
};

const KINESIS_TRIGGER = {
  startingPositionTimestamp: text,
  enhancedFanOut: flag,
};

export const ROUTES: Kind = {
  type: ROUTES_TYPE,
  valueOf: ({ reference }) => Token.asAny(reference),
  default: [],
  note: 'Of a route, `filter`, `mappings` and `settings` are texts of JSON: write them with `jsonencode`. Terraform drops members of other names.',
};

const SEARCH = {
  bootstrapFunctionName: text,
  createCollection: flag,
  collectionName: text,
  accessPolicyName: text,
  collectionKmsKeyArn: text,
  vpcEndpointIds: list,
  publicDashboards: flag,
  readers: list,
  standbyReplicas: flag,
  searchEndpoint: text,
  indexName: text,
  filter: json,
  include: names,
  exclude: names,
  rename: textMap,
  mappings: json,
  settings: json,
  routes: ROUTES,
  markRefused: flag,
  softDelete: flag,
  liveAliasName: text,
  sweeperFunctionName: text,
  tombstoneRetentionHours: number,
  sweepIntervalHours: number,
};

const ARCHIVE = {
  deliveryStreamName: text,
  deliveryStreamRoleArn: text,
  databaseName: text,
  archiveTableName: text,
  archiveFormat: text,
  archiveCompression: text,
  archivePartitioning: text,
  archiveLine: text,
  filter: json,
  createArchiveBucket: flag,
  archiveBucketName: text,
  archiveVersioning: flag,
  archiveRetentionDays: number,
  archiveKmsKeyArn: text,
  bufferingSizeMb: number,
  bufferingIntervalSeconds: number,
};

/** What can be set of each module: of a pipeline's props, those that are its variables. */
export const PIPELINE_VARIABLES = {
  'kinesis-to-search': {
    ...TABLE,
    ...KINESIS,
    ...SEARCH,
    ...FUNCTION,
    ...TRIGGER,
    ...KINESIS_TRIGGER,
  } satisfies KindsOf<KinesisToSearchProps>,
  'streams-to-search': {
    ...TABLE,
    tableStreamArn: text,
    ...SEARCH,
    ...FUNCTION,
    ...TRIGGER,
  } satisfies KindsOf<StreamsToSearchProps>,
  'kinesis-to-s3': {
    ...TABLE,
    ...KINESIS,
    ...ARCHIVE,
    ...FUNCTION,
    canaryFunctionName: text,
  } satisfies KindsOf<KinesisToS3Props>,
  'streams-to-s3': {
    ...TABLE,
    tableStreamArn: text,
    ...ARCHIVE,
    ...FUNCTION,
    ...TRIGGER,
  } satisfies KindsOf<StreamsToS3Props>,
};

const NO_ITEMS_API =
  'it writes the table for a demonstration; a stack that calls a module has an API of its own';

/** Props that are no variables, and why. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  transform: 'it is bundled when a stack is synthesized: a module takes a function_zip in its place',
  otherConsumers: 'it is for a warning when a stack is synthesized, which Terraform has not',
  itemsApi: NO_ITEMS_API,
  apiName: NO_ITEMS_API,
  apiFunctionName: NO_ITEMS_API,
  apiStageName: NO_ITEMS_API,
  apiAuthorization: NO_ITEMS_API,
  apiThrottlingRateLimit: NO_ITEMS_API,
  apiThrottlingBurstLimit: NO_ITEMS_API,
  apiAccessLogs: NO_ITEMS_API,
};

/** Props of the trigger that only Kinesis has, where the source is a DynamoDB stream. */
export const KINESIS_ONLY: Readonly<Record<string, string>> = {
  startingPositionTimestamp: 'a DynamoDB stream is started at either end only',
  enhancedFanOut: 'a DynamoDB stream has none',
};

/** An expression that is the value of a variable where it is null. */
export const FALLBACKS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'kinesis-to-search': { ...named({ streamName: '-changes' }), ...searchNames() },
  'streams-to-search': searchNames(),
  'kinesis-to-s3': named({
    streamName: '-changes',
    functionName: '-firehose-transformer',
    canaryFunctionName: '-canary',
    deliveryStreamName: '-archive',
  }),
  'streams-to-s3': named({ functionName: '-firehose-forwarder', deliveryStreamName: '-archive' }),
};

function searchNames(): Record<string, string> {
  return named({
    functionName: '-search-indexer',
    bootstrapFunctionName: '-search-bootstrap',
    sweeperFunctionName: '-search-sweeper',
    collectionName: '',
    accessPolicyName: '',
  });
}

function named(suffixes: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(suffixes).map(([prop, suffix]) => [
      prop,
      suffix === '' ? 'var.name' : `"\${var.name}${suffix}"`,
    ]),
  );
}
