import { App, TerraformOutput, Testing } from 'cdktf';
import type { StackName } from '../../../modules/stacks';
import { markdownTable } from '../markdown-table';
import { PIPELINES } from './pipelines';

/** What the pipeline's stack puts out by default, and its module too. */
export function outputsTable(pipeline: StackName): string {
  const stack = PIPELINES[pipeline].makeStack(Testing.stubVersion(new App()));
  const outputs = stack.node.findAll().filter(isOutput);
  return markdownTable([
    ['Output', 'What it is'],
    ...outputs.map(({ node, description = '' }) => [`\`${node.id}\``, description]),
  ]);
}

function isOutput(construct: unknown): construct is TerraformOutput {
  return construct instanceof TerraformOutput;
}
