import { App, type TerraformStack, Testing } from 'cdktf';
import {
  KinesisToS3Stack,
  KinesisToSearchStack,
  STACK_NAMES,
  type StackName,
  StreamsToS3Stack,
  StreamsToSearchStack,
} from '../../../modules/stacks';

/** As little as can be given, and an items API beside one of them; all that adds resources or arguments; and whatever can be there already. */
export const VARIANTS = ['defaults', 'everything', 'existing'] as const;
export type Variant = (typeof VARIANTS)[number];

const ACCOUNT = '111122223333';
const key = (id: number) => `arn:aws:kms:eu-west-1:${ACCOUNT}:key/${id}234abcd-12ab-34cd-56ef-1234567890ab`;

/** A key each, so that a permission on the wrong one is seen. */
const TABLE = { tableName: 'orders', tableKmsKeyArn: key(1) };
/** An items API takes no such table. */
const SORT_KEY = { sortKeyName: 'line', sortKeyType: 'N' } as const;
const STREAM = {
  streamName: 'orders-stream',
  retentionHours: 48,
  streamKmsKeyArn: key(2),
  otherConsumers: 1,
};
const FUNCTION = {
  functionName: 'orders-function',
  logRetentionDays: 365,
  logKmsKeyArn: key(3),
  tracing: true,
  subnetIds: ['subnet-1', 'subnet-2'],
  securityGroupIds: ['sg-1'],
  reservedConcurrency: 5,
} as const;
const TRIGGER = {
  batchSize: 500,
  parallelizationFactor: 2,
  maximumRetryAttempts: 10,
  parkingRetentionDays: 30,
  parkingKmsKeyArn: key(4),
};
const SEARCH = {
  collectionName: 'orders-search',
  accessPolicyName: 'orders-writers',
  collectionKmsKeyArn: key(5),
  vpcEndpointIds: ['vpce-0123456789abcdef0'],
  publicDashboards: true,
  readers: [`arn:aws:iam::${ACCOUNT}:role/analyst`],
  standbyReplicas: false,
  routes: [
    { indexName: 'open', filter: { status: ['open', { prefix: 're' }] }, rename: { id: 'order' } },
    { indexName: 'all', exclude: ['note'], liveAliasName: 'all-orders' },
  ],
  softDelete: true,
  tombstoneRetentionHours: 336,
  markRefused: true,
};
const ITEMS_API = { itemsApi: true, apiAccessLogs: true };
const ARCHIVE = {
  filter: { status: ['open'] },
  archiveFormat: 'parquet',
  archivePartitioning: 'change',
  archiveRetentionDays: 365,
  archiveKmsKeyArn: key(6),
  bufferingSizeMb: 128,
  bufferingIntervalSeconds: 60,
} as const;
const TAGS = { region: 'eu-west-1', tags: { Team: 'search' } };

const EXISTING_TABLE = {
  tableName: 'orders',
  createTable: false,
  createRole: false,
  functionRoleArn: `arn:aws:iam::${ACCOUNT}:role/of-functions`,
};
const EXISTING_STREAM = { streamName: 'changes', createStream: false, createStreamingDestination: false };
const EXISTING_PARKING = { createParkingBucket: false, parkingBucketName: 'kept-aside' };
const EXISTING_COLLECTION = {
  collectionName: 'shared',
  createCollection: false,
  accessPolicyName: 'orders',
  softDelete: true,
};
const EXISTING_ARCHIVE = {
  createArchiveBucket: false,
  archiveBucketName: 'lake',
  deliveryStreamRoleArn: `arn:aws:iam::${ACCOUNT}:role/of-firehose`,
};

type StackOf = (app: App, name: string) => TerraformStack;

const STACKS: Readonly<Record<StackName, Readonly<Record<Variant, StackOf>>>> = {
  'kinesis-to-search': {
    defaults: (app, name) =>
      new KinesisToSearchStack(app, name, { tableName: 'orders', collectionName: 'orders', itemsApi: true }),
    everything: (app, name) =>
      new KinesisToSearchStack(app, name, {
        ...{ ...TAGS, ...TABLE, ...STREAM, ...FUNCTION, ...TRIGGER, ...SEARCH, ...ITEMS_API },
        enhancedFanOut: true,
        startingPosition: 'AT_TIMESTAMP',
        startingPositionTimestamp: '2026-01-31T00:00:00Z',
      }),
    existing: (app, name) =>
      new KinesisToSearchStack(app, name, {
        ...{ ...EXISTING_TABLE, ...EXISTING_STREAM, ...EXISTING_PARKING, ...EXISTING_COLLECTION },
      }),
  },
  'streams-to-search': {
    defaults: (app, name) =>
      new StreamsToSearchStack(app, name, { tableName: 'orders', collectionName: 'orders' }),
    everything: (app, name) =>
      new StreamsToSearchStack(app, name, {
        ...{ ...TAGS, ...TABLE, ...FUNCTION, ...TRIGGER, ...SEARCH, ...ITEMS_API },
      }),
    existing: (app, name) =>
      new StreamsToSearchStack(app, name, {
        ...{ ...EXISTING_TABLE, ...EXISTING_PARKING, ...EXISTING_COLLECTION },
      }),
  },
  'kinesis-to-s3': {
    defaults: (app, name) => new KinesisToS3Stack(app, name, { tableName: 'orders' }),
    everything: (app, name) =>
      new KinesisToS3Stack(app, name, { ...TAGS, ...TABLE, ...SORT_KEY, ...STREAM, ...FUNCTION, ...ARCHIVE }),
    existing: (app, name) =>
      new KinesisToS3Stack(app, name, { ...EXISTING_TABLE, ...EXISTING_STREAM, ...EXISTING_ARCHIVE }),
  },
  'streams-to-s3': {
    defaults: (app, name) => new StreamsToS3Stack(app, name, { tableName: 'orders' }),
    everything: (app, name) =>
      new StreamsToS3Stack(app, name, {
        ...TAGS,
        ...TABLE,
        ...SORT_KEY,
        ...FUNCTION,
        ...TRIGGER,
        ...ARCHIVE,
      }),
    existing: (app, name) =>
      new StreamsToS3Stack(app, name, { ...EXISTING_TABLE, ...EXISTING_PARKING, ...EXISTING_ARCHIVE }),
  },
};

export interface PipelineStackVariant {
  readonly stack: StackName;
  readonly variant: Variant;
  readonly make: () => TerraformStack;
}

/** Each stack in each variant. */
export const PIPELINE_STACKS: readonly PipelineStackVariant[] = STACK_NAMES.flatMap((stack) =>
  VARIANTS.map((variant) => ({
    stack,
    variant,
    make: () => STACKS[stack][variant](Testing.stubVersion(new App()), stack),
  })),
);
