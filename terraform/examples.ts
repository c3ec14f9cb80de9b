import type { StackName } from '../modules/stacks';
import { variableName } from '../modules/terraform-module/variable-name';
import { type Block, expressionOf, formatBlock, type Json } from './hcl';
import { PIPELINE_WORDS } from './pipeline-words';
import { variableValue } from './variable-value';
import type { Kind } from './variables/kind';
import { PIPELINE_VARIABLES } from './variables/pipeline-variables';

const REQUIRED = `terraform {
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100"
    }
  }
}
`;

const SOURCE = '../..';

/** Roots that call the module, by their paths: with the least that is given, and with the settings. */
export function exampleFiles(pipeline: StackName): ReadonlyMap<string, string> {
  return new Map([
    ['examples/minimal/main.tf', `${REQUIRED}\n${minimalCall(pipeline, SOURCE)}\n${outputs(pipeline)}`],
    ['examples/complete/main.tf', `${REQUIRED}\n${completeCall(pipeline, SOURCE)}\n${outputs(pipeline)}`],
  ]);
}

/** The call for a table that is there already. */
export function minimalCall(pipeline: StackName, source: string): string {
  return `${formatBlock(call(pipeline, { source, name: 'orders', table_name: 'orders' }))}\n`;
}

function completeCall(pipeline: StackName, source: string): string {
  const kinds = new Map<string, Kind>(Object.entries(PIPELINE_VARIABLES[pipeline]));
  const settings = Object.entries(SETTINGS)
    .filter(([prop]) => kinds.has(prop))
    .map(([prop, value]) => [variableName(prop), variableValue(kinds.get(prop), value)] as const);
  const given = { source, name: 'orders', table_name: 'orders', ...Object.fromEntries(settings) };
  return `${formatBlock(call(pipeline, { ...given, tags: { Team: 'orders' } }))}\n`;
}

function call(pipeline: StackName, values: Readonly<Record<string, Json>>): Block {
  const attributes = Object.entries(values).map(([name, value]) => ({ name, value: expressionOf(value) }));
  return {
    type: 'module',
    labels: [PIPELINE_WORDS[pipeline].call],
    body: { attributes, blocks: [], isDense: true },
  };
}

function outputs(pipeline: StackName): string {
  const name = pipeline.endsWith('search') ? 'search_endpoint' : 'archive_bucket';
  return `output "${name}" {\n  value = module.${PIPELINE_WORDS[pipeline].call}.${name}\n}\n`;
}

/** Of the complete example, those that the module has. */
const SETTINGS: Readonly<Record<string, unknown>> = {
  createTable: true,
  partitionKeyName: 'order',
  sortKeyName: 'line',
  sortKeyType: 'N',
  deletionProtection: true,
  retentionHours: 72,
  routes: [
    { indexName: 'open-orders', filter: { status: ['open'] }, exclude: ['internal'] },
    { indexName: 'orders', rename: { line: 'line_number' } },
  ],
  softDelete: true,
  standbyReplicas: false,
  enhancedFanOut: true,
  archiveFormat: 'parquet',
  archivePartitioning: 'change',
  archiveRetentionDays: 365,
  bufferingSizeMb: 128,
  memorySizeMb: 1024,
  logRetentionDays: 90,
  tracing: true,
  batchSize: 500,
  parallelizationFactor: 2,
  parkingRetentionDays: 90,
};
