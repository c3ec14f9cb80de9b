import type { StackName } from '../../modules/stacks';
import { variableName } from '../../modules/terraform-module/variable-name';
import { PIPELINE_VARIABLES } from '../variables/pipeline-variables';

/** Values that a pipeline refuses, by its props. */
export interface WrongValue {
  /** By props: the first is what is at fault, the others what makes it wrong. */
  readonly props: Readonly<Record<string, unknown>>;
  /** The variable that Terraform finds at fault. @default the one of the first prop */
  readonly variable?: string;
  /** What Terraform says, where the construct has another sentence or none. */
  readonly sentence?: string;
}

const LONG = 'x'.repeat(65);
const ATTRIBUTES = Array.from({ length: 400 }, (_, i) => `kind ${i}`);
const ROLE = 'arn:aws:iam::111122223333:role/mine';
const EXISTING: Readonly<Record<string, unknown>> = { createTable: true };

const TABLE: readonly WrongValue[] = [
  { props: { tableName: 'ab' } },
  { props: { tableName: 'my orders' } },
  { props: { partitionKeyName: '', ...EXISTING } },
  { props: { partitionKeyType: 'BOOL', ...EXISTING } },
  { props: { sortKeyName: 'id', ...EXISTING } },
  { props: { sortKeyType: 'L', sortKeyName: 'at', ...EXISTING } },
  { props: { tableKmsKeyArn: 'alias/mine' } },
];

const STREAM_ARN = 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/2026-11-25T00:00:00.000';

const DYNAMODB_STREAM: readonly WrongValue[] = [
  { props: { tableStreamArn: 'orders', createTable: false } },
  { props: { tableStreamArn: STREAM_ARN, ...EXISTING } },
];

const KINESIS: readonly WrongValue[] = [
  { props: { streamName: 's/1' } },
  { props: { retentionHours: 23 } },
  { props: { retentionHours: 24.5 } },
  { props: { streamKmsKeyArn: 'mine' } },
  { props: { streamArn: 'orders', createStream: false } },
  { props: { streamArn: 'arn:aws:kinesis:eu-west-1:111122223333:stream/orders' } },
];

const FUNCTION: readonly WrongValue[] = [
  { props: { functionName: 'my function' } },
  { props: { functionName: LONG } },
  {
    props: { functionZip: 'functions' },
    sentence: 'function_zip is "functions", but must be the path of a zip that is there (looked for from ',
  },
  {
    props: { functionZip: 'no-such.zip' },
    sentence: 'function_zip is "no-such.zip", but must be the path of a zip that is there (looked for from ',
  },
  { props: { timeoutSeconds: 901 } },
  { props: { memorySizeMb: 64 } },
  { props: { reservedConcurrency: -1 } },
  { props: { logRetentionDays: 31 } },
  { props: { logKmsKeyArn: 'mine' } },
  { props: { functionRoleArn: ROLE } },
  { props: { subnetIds: ['subnet_1'], securityGroupIds: ['sg-1'] } },
  { props: { securityGroupIds: ['group'], subnetIds: ['subnet-1'] } },
  { props: { subnetIds: ['subnet-1'] }, variable: variableName('securityGroupIds') },
  { props: { securityGroupIds: ['sg-1'] } },
];

const TRIGGER: readonly WrongValue[] = [
  { props: { functionName: '_orders', batchSize: 1 } },
  { props: { batchSize: 0 } },
  { props: { maximumBatchingWindowSeconds: 301 } },
  { props: { parallelizationFactor: 11 } },
  { props: { maximumRetryAttempts: -2 } },
  { props: { maximumRecordAgeSeconds: 59 } },
  { props: { maximumRecordAgeSeconds: -1 } },
  { props: { startingPosition: 'OLDEST' } },
  { props: { parkingBucketName: 'My_Bucket', createParkingBucket: false } },
  { props: { parkingBucketName: 'my-bucket' } },
  { props: { createParkingBucket: false }, variable: 'parking_bucket_name' },
  { props: { parkingRetentionDays: 0 } },
  { props: { parkingKmsKeyArn: 'mine' } },
];

const KINESIS_TRIGGER: readonly WrongValue[] = [
  { props: { maximumRecordAgeSeconds: 86_400, retentionHours: 24 } },
  {
    props: { startingPosition: 'AT_TIMESTAMP', enhancedFanOut: false },
    variable: 'starting_position_timestamp',
  },
  { props: { startingPositionTimestamp: 'yesterday', startingPosition: 'AT_TIMESTAMP' } },
  { props: { startingPositionTimestamp: '2026-01-31T12:00:00Z' } },
  { props: { tombstoneRetentionHours: 215, softDelete: true, retentionHours: 24 } },
];

const TOMBSTONES = '{"id":{"type":"keyword"},"at":{"type":"long"},"deleted":{"type":"boolean"}}';

const SEARCH: readonly WrongValue[] = [
  { props: { functionRoleArn: 'my-role', createRole: false } },
  { props: { createRole: false }, variable: 'function_role_arn' },
  { props: { bootstrapFunctionName: 'make it' } },
  { props: { collectionName: 'Orders' } },
  { props: { accessPolicyName: 'x'.repeat(33) } },
  { props: { collectionKmsKeyArn: 'mine' } },
  { props: { vpcEndpointIds: ['vpc-1'] } },
  { props: { readers: ['arn:aws:iam::111122223333:role/*'] } },
  { props: { searchEndpoint: 'localhost:9200' } },
  { props: { searchEndpoint: 'https://host/path' } },
  { props: { indexName: 'Orders' } },
  { props: { indexName: '_orders' } },
  {
    props: { tableName: '_orders' },
    variable: 'routes',
    sentence: 'index_name is "_orders", but must be 1 to 255 characters: no upper-case letters',
  },
  { props: { filter: {} } },
  { props: { filter: [1] }, sentence: 'filter is [1], but must be an object of one attribute or more.' },
  { props: { filter: { a: 'x' } } },
  { props: { filter: { a: [] } } },
  { props: { filter: { a: [{ prefx: 'x' }] } } },
  { props: { filter: { a: [{ prefix: 1 }] } } },
  { props: { filter: { a: [{ numeric: ['='] }] } } },
  { props: { filter: { a: [{ numeric: [1, '='] }] } } },
  { props: { filter: { a: [{ exists: 'no' }] } } },
  { props: { filter: { a: [{ 'anything-but': [] }] } } },
  { props: { filter: { a: ATTRIBUTES } }, variable: 'routes' },
  { props: { include: [] } },
  { props: { exclude: ['a', 'a'] } },
  { props: { exclude: ['b'], include: ['a'] } },
  { props: { rename: { a: 'b.c' } } },
  { props: { rename: { a: '_id' } } },
  { props: { rename: { a: 'x', b: 'x' } } },
  { props: { rename: { a: 'b' }, exclude: ['a'] } },
  { props: { rename: { a: 'c' }, include: ['b'] } },
  { props: { rename: { a: 'b' }, include: ['a', 'b'] } },
  { props: { filter: { a: ['x'] }, functionZip: 'functions/search-indexer.zip' } },
  { props: { mappings: 'x' } },
  { props: { settings: [] }, sentence: 'settings is [], but must be an object, as OpenSearch takes it.' },
  {
    props: { mappings: { properties: { id: { type: 'keyword' } } }, softDelete: true },
    sentence: `mappings is {"properties":{}}, but must be one that has, with soft_delete, ${TOMBSTONES} in properties._cdc.properties. Add these fields there, or leave mappings out.`,
  },
  {
    props: { routes: [{ indexName: 'a' }, { indexName: null }] },
    sentence: 'but must be a list of objects that have an index_name each. Leave null out.',
  },
  { props: { routes: [{ indexName: 'A' }] } },
  { props: { routes: [{ indexName: 'a' }, { indexName: 'a' }] } },
  { props: { routes: [{ indexName: 'a', filter: { a: 'x' } }] } },
  { props: { routes: [{ indexName: 'a', include: [] }] } },
  { props: { routes: [{ indexName: 'a', include: ['a'], exclude: ['b'] }] } },
  { props: { routes: [{ indexName: 'a', include: ['b'], rename: { a: 'c' } }] } },
  { props: { routes: [{ indexName: 'a', filter: { a: ATTRIBUTES } }] } },
  { props: { include: ['x'], routes: [{ indexName: 'a' }] }, variable: 'routes' },
  { props: { filter: { a: ['x'] }, routes: [{ indexName: 'a' }] }, variable: 'routes' },
  { props: { liveAliasName: 'Orders', softDelete: true } },
  { props: { liveAliasName: 'orders', softDelete: true }, variable: 'routes' },
  { props: { indexName: 'x'.repeat(252), softDelete: true }, variable: 'routes' },
  { props: { sweeperFunctionName: 'my sweeper', softDelete: true } },
  { props: { tombstoneRetentionHours: 87_601, softDelete: true } },
  { props: { sweepIntervalHours: 0, softDelete: true } },
];

const ARCHIVE: readonly WrongValue[] = [
  { props: { functionRoleArn: 'my-role', deliveryStreamRoleArn: ROLE, createRole: false } },
  { props: { createRole: false, deliveryStreamRoleArn: ROLE }, variable: 'function_role_arn' },
  { props: { createRole: false, functionRoleArn: ROLE }, variable: 'delivery_stream_role_arn' },
  { props: { deliveryStreamRoleArn: ROLE } },
  { props: { deliveryStreamName: 'a/b' } },
  {
    props: {
      deliveryStreamRoleArn: 'my-role',
      functionRoleArn: ROLE,
      createRole: false,
    },
  },
  { props: { databaseName: 'Orders' } },
  { props: { archiveTableName: 'my-changes' } },
  { props: { archiveFormat: 'csv' } },
  { props: { archiveCompression: 'ZIP' } },
  { props: { archiveCompression: 'GZIP', archiveFormat: 'parquet' } },
  { props: { archivePartitioning: 'hour' } },
  { props: { archiveLine: 'key' } },
  { props: { archiveLine: 'item', archiveFormat: 'parquet' } },
  { props: { filter: { a: [{ prefx: 'x' }] } } },
  { props: { filter: {} } },
  { props: { filter: { a: ATTRIBUTES } } },
  { props: { archiveBucketName: 'My_Bucket', createArchiveBucket: false } },
  { props: { archiveBucketName: 'my-bucket' } },
  { props: { createArchiveBucket: false }, variable: 'archive_bucket_name' },
  { props: { archiveRetentionDays: 0 } },
  { props: { archiveKmsKeyArn: 'mine' } },
  { props: { bufferingSizeMb: 0 } },
  { props: { bufferingSizeMb: 63, archiveFormat: 'parquet' } },
  { props: { bufferingIntervalSeconds: 901 } },
  { props: { bufferingIntervalSeconds: 59, archivePartitioning: 'change' } },
];

/** Of a module alone. */
const OWN: readonly WrongValue[] = [
  {
    props: { name: 'Orders' },
    sentence:
      'name is "Orders", but must be 3 to 32 characters: lower-case letters, digits and "-", beginning with a letter. Choose another name.',
  },
  {
    props: { name: 'x'.repeat(33) },
    sentence: `name is "${'x'.repeat(33)}", but must be 3 to 32 characters (it has 33): lower-case letters, digits and "-", beginning with a letter. Choose another name.`,
  },
  {
    props: { tags: { 'aws:x': 'y' } },
    sentence:
      'tags is "aws:x", but must be of keys of 1 to 128 letters, digits, spaces and any of _ . : / = + - @, not beginning with "aws:". Choose another key.',
  },
  {
    props: { tags: { Team: 'x'.repeat(257) } },
    sentence: `tags is "${'x'.repeat(257)}", but must be of values of at most 256 letters, digits, spaces and any of _ . : / = + - @. Choose another value.`,
  },
];

const OF_ONE_PIPELINE: Readonly<Record<StackName, readonly WrongValue[]>> = {
  'kinesis-to-search': [],
  'streams-to-search': [],
  'kinesis-to-s3': [
    { props: { timeoutSeconds: 301 } },
    { props: { reservedConcurrency: 0 } },
    { props: { canaryFunctionName: 'my canary' } },
  ],
  'streams-to-s3': [{ props: { archivePartitioning: 'change', archiveLine: 'item' } }],
};

/** What the module of a pipeline refuses: of each variable that has a rule, one value for each rule. */
export function wrongValues(pipeline: StackName): readonly WrongValue[] {
  const known = new Set(['name', 'tags', ...Object.keys(PIPELINE_VARIABLES[pipeline])]);
  const all = [
    ...OWN,
    ...TABLE,
    ...DYNAMODB_STREAM,
    ...KINESIS,
    ...(known.has('indexName') ? SEARCH : ARCHIVE),
    ...FUNCTION,
    ...TRIGGER,
    ...KINESIS_TRIGGER,
    ...OF_ONE_PIPELINE[pipeline],
  ];
  return all.filter(({ props }) => Object.keys(props).every((prop) => known.has(prop)));
}

/** The variable that Terraform finds at fault. */
export function faultyVariable({ props, variable }: WrongValue): string {
  return variable ?? variableName(Object.keys(props)[0] ?? '');
}
