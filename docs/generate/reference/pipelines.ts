import type { App, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { KinesisToS3, KinesisToSearch, StreamsToS3, StreamsToSearch } from '../../../modules';
import type { StackName } from '../../../modules/stacks';
import * as snippets from './pipeline-snippets';
import type { Variant } from './resource-table';

/** What a page of the reference shows of a pipeline. */
export interface Pipeline {
  readonly construct: string;
  readonly snippet: string;
  readonly make: (stack: TerraformStack) => Construct;
  readonly variants: readonly Variant[];
  readonly makeStack: (app: App) => TerraformStack;
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
    makeStack: snippets.kinesisToSearchStack,
  },
  'streams-to-search': {
    construct: 'StreamsToSearch',
    snippet: 'streamsToSearch',
    ...variantsOf((stack, props) => new StreamsToSearch(stack, 'orders', { ...SEARCH, ...props }), {
      ...OF_TABLE,
      ...OF_SEARCH,
      ...OF_PARKING,
    }),
    makeStack: snippets.streamsToSearchStack,
  },
  'kinesis-to-s3': {
    construct: 'KinesisToS3',
    snippet: 'kinesisToS3',
    ...variantsOf((stack, props) => new KinesisToS3(stack, 'orders', { ...TABLE, ...props }), {
      ...OF_TABLE,
      ...OF_KINESIS,
      ...OF_ARCHIVE,
    }),
    makeStack: snippets.kinesisToS3Stack,
  },
  'streams-to-s3': {
    construct: 'StreamsToS3',
    snippet: 'streamsToS3',
    ...variantsOf((stack, props) => new StreamsToS3(stack, 'orders', { ...TABLE, ...props }), {
      ...OF_TABLE,
      ...OF_ARCHIVE,
      ...OF_PARKING,
    }),
    makeStack: snippets.streamsToS3Stack,
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
