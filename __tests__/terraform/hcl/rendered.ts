import { App, type TerraformStack, Testing } from 'cdktf';
import {
  KinesisToS3Stack,
  KinesisToSearchStack,
  StreamsToS3Stack,
  StreamsToSearchStack,
} from '../../../modules/stacks';
import { blockStructureOf, type HclFiles, type JsonObject, renderHcl } from '../../../terraform/hcl';
import { withNestedBlocks } from '../../../terraform/nested-blocks';
import { moduleStack } from './module-stack';

const KMS_KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const NETWORK = { subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'] };
const SEARCH = {
  tableName: 'orders',
  collectionName: 'orders',
  routes: [
    { indexName: 'open', filter: { status: ['open'] }, rename: { id: 'order' } },
    { indexName: 'all' },
  ],
  collectionKmsKeyArn: KMS_KEY,
  tableKmsKeyArn: KMS_KEY,
  parkingKmsKeyArn: KMS_KEY,
  parkingRetentionDays: 30,
  itemsApi: true,
  apiName: 'orders',
  apiAccessLogs: true,
  tracing: true,
  tags: { Team: 'search' },
  ...NETWORK,
};
const ARCHIVE = {
  tableName: 'orders',
  archiveFormat: 'parquet',
  archivePartitioning: 'change',
  archiveRetentionDays: 30,
  archiveKmsKeyArn: KMS_KEY,
} as const;

/** By name: stacks that have whatever can be set of the pipelines, and a module. */
export const STACKS: Readonly<Record<string, () => TerraformStack>> = {
  'kinesis-to-search': () =>
    new KinesisToSearchStack(app(), 'stack', {
      ...SEARCH,
      streamName: 'orders',
      functionName: 'orders',
      enhancedFanOut: true,
    }),
  'streams-to-search': () =>
    new StreamsToSearchStack(app(), 'stack', {
      tableName: 'orders',
      collectionName: 'orders',
      softDelete: true,
      ...NETWORK,
    }),
  'kinesis-to-s3': () => new KinesisToS3Stack(app(), 'stack', ARCHIVE),
  'streams-to-s3': () => new StreamsToS3Stack(app(), 'stack', ARCHIVE),
  module: moduleStack,
};

export interface Rendered {
  readonly json: JsonObject;
  readonly files: HclFiles;
}

/** The stack's synthesis, and what is made of it. */
export function rendered(stack: TerraformStack): Rendered {
  const json: JsonObject = JSON.parse(Testing.synth(stack));
  return { json, files: renderHcl({ json, structure: withNestedBlocks(blockStructureOf(stack)), fileOf }) };
}

/** A file for each first word of a name. */
function fileOf(address: string): string {
  return `${address.replace(/^.*\./, '').split('_')[1] ?? 'main'}.tf`;
}

function app(): App {
  return Testing.stubVersion(new App());
}
