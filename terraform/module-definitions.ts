import type { TerraformStack } from 'cdktf';
import { KinesisToS3 } from '../modules/pipelines/kinesis-to-s3';
import { KinesisToSearch } from '../modules/pipelines/kinesis-to-search';
import { StreamsToS3 } from '../modules/pipelines/streams-to-s3';
import { StreamsToSearch } from '../modules/pipelines/streams-to-search';
import type { StackName } from '../modules/stacks';
import {
  kinesisToS3Outputs,
  type Outputs,
  searchPipelineOutputs,
  streamsToS3Outputs,
} from '../modules/stacks/outputs';
import type { VariableOf } from '../modules/terraform-module/module-stack';
import { variableName } from '../modules/terraform-module/variable-name';
import type { Kind } from './variables/kind';
import { PIPELINE_VARIABLES } from './variables/pipeline-variables';

/** Makes the pipeline of a module, and tells its outputs. */
type Definition = (stack: TerraformStack, id: string, variable: VariableOf) => Outputs;

/** The four modules. */
export const MODULE_DEFINITIONS: Readonly<Record<StackName, Definition>> = {
  'kinesis-to-search': (stack, id, variable) =>
    searchPipelineOutputs(new KinesisToSearch(stack, id, props('kinesis-to-search', variable))),
  'streams-to-search': (stack, id, variable) =>
    searchPipelineOutputs(new StreamsToSearch(stack, id, props('streams-to-search', variable))),
  'kinesis-to-s3': (stack, id, variable) =>
    kinesisToS3Outputs(new KinesisToS3(stack, id, props('kinesis-to-s3', variable))),
  'streams-to-s3': (stack, id, variable) =>
    streamsToS3Outputs(new StreamsToS3(stack, id, props('streams-to-s3', variable))),
};

/** Each prop is the value of its variable. */
function props(pipeline: StackName, variable: VariableOf) {
  const entries: unknown[][] = Object.entries<Kind>(PIPELINE_VARIABLES[pipeline]).map(([prop, kind]) => [
    prop,
    kind.valueOf(variable(variableName(prop))),
  ]);
  return Object.fromEntries(entries);
}
