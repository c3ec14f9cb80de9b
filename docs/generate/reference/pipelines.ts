import type { App, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import {
  KinesisToS3,
  KinesisToS3Stack,
  KinesisToSearch,
  KinesisToSearchStack,
  StreamsToS3,
  StreamsToS3Stack,
  StreamsToSearch,
  StreamsToSearchStack,
} from '../../../modules';
import type { StackName } from '../../../modules/stacks';
import type { Variant } from './resource-table';

/** What a page of the reference shows of a pipeline. */
export interface Pipeline {
  readonly construct: string;
  readonly snippet: string;
  readonly make: (stack: TerraformStack) => Construct;
  readonly variants: readonly Variant[];
  readonly makeStack: (app: App, props: object) => TerraformStack;
  /** The settings that add outputs. */
  readonly outputSettings: Readonly<Record<string, object>>;
}

const ROLE = 'arn:aws:iam::111122223333:role/cdc';
const TABLE = { tableName: 'orders' };
const SEARCH = { ...TABLE, collectionName: 'orders' };
const OF_TABLE = { 'createTable: false': { createTable: false } };
const OF_KINESIS = {
  'createStream: false': { createStream: false },
  'createStreamingDestination: false': { createStreamingDestination: false },
};
const OF_PARKING = {
  'createParkingBucket: false': { createParkingBucket: false, parkingBucketName: 'parking' },
  parkingRetentionDays: { parkingRetentionDays: 90 },
};
const OF_ARCHIVE = {
  'createArchiveBucket: false': { createArchiveBucket: false, archiveBucketName: 'archive' },
  archiveRetentionDays: { archiveRetentionDays: 90 },
  'createRole: false': { createRole: false, functionRoleArn: ROLE, deliveryStreamRoleArn: ROLE },
};
const OF_SEARCH = {
  'createCollection: false': { createCollection: false, accessPolicyName: 'orders' },
  softDelete: { softDelete: true },
  itemsApi: { itemsApi: true },
  'createRole: false': { createRole: false, functionRoleArn: ROLE },
};
const OUTPUTS_OF_SEARCH = {
  softDelete: { softDelete: true },
  routes: { routes: [{ indexName: 'one' }, { indexName: 'other' }] },
  itemsApi: { itemsApi: true },
};
const FAN_OUT = { enhancedFanOut: { enhancedFanOut: true } };

export const PIPELINES: Readonly<Record<StackName, Pipeline>> = {
  'kinesis-to-search': {
    construct: 'KinesisToSearch',
    snippet: 'kinesisToSearch',
    ...variantsOf((stack, props) => new KinesisToSearch(stack, 'orders', { ...SEARCH, ...props }), {
      ...OF_TABLE,
      ...OF_KINESIS,
      ...OF_SEARCH,
      ...OF_PARKING,
      ...FAN_OUT,
    }),
    makeStack: (app, props) => new KinesisToSearchStack(app, 'stack', { ...SEARCH, ...props }),
    outputSettings: OUTPUTS_OF_SEARCH,
  },
  'streams-to-search': {
    construct: 'StreamsToSearch',
    snippet: 'streamsToSearch',
    ...variantsOf((stack, props) => new StreamsToSearch(stack, 'orders', { ...SEARCH, ...props }), {
      ...OF_TABLE,
      ...OF_SEARCH,
      ...OF_PARKING,
    }),
    makeStack: (app, props) => new StreamsToSearchStack(app, 'stack', { ...SEARCH, ...props }),
    outputSettings: OUTPUTS_OF_SEARCH,
  },
  'kinesis-to-s3': {
    construct: 'KinesisToS3',
    snippet: 'kinesisToS3',
    ...variantsOf((stack, props) => new KinesisToS3(stack, 'orders', { ...TABLE, ...props }), {
      ...OF_TABLE,
      ...OF_KINESIS,
      ...OF_ARCHIVE,
    }),
    makeStack: (app, props) => new KinesisToS3Stack(app, 'stack', { ...TABLE, ...props }),
    outputSettings: {},
  },
  'streams-to-s3': {
    construct: 'StreamsToS3',
    snippet: 'streamsToS3',
    ...variantsOf((stack, props) => new StreamsToS3(stack, 'orders', { ...TABLE, ...props }), {
      ...OF_TABLE,
      ...OF_ARCHIVE,
      ...OF_PARKING,
    }),
    makeStack: (app, props) => new StreamsToS3Stack(app, 'stack', { ...TABLE, ...props }),
    outputSettings: {},
  },
};

function variantsOf(
  make: (stack: TerraformStack, props: object) => Construct,
  settings: Readonly<Record<string, object>>,
): Pick<Pipeline, 'make' | 'variants'> {
  return {
    make: (stack) => make(stack, {}),
    variants: Object.entries(settings).map(([setting, props]) => ({
      setting,
      make: (stack) => make(stack, props),
    })),
  };
}
