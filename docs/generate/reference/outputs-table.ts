import { App, TerraformOutput, type TerraformStack, Testing } from 'cdktf';
import type { StackName } from '../../../modules/stacks';
import { ModuleStack } from '../../../modules/terraform-module/module-stack';
import { MODULE_DEFINITIONS } from '../../../terraform/module-definitions';
import { moduleVariables } from '../../../terraform/variables/module-variables';
import { markdownTable } from '../markdown-table';
import { PIPELINES } from './pipelines';

interface Output {
  readonly name: string;
  readonly description: string;
  /** The setting without which it is not there. */
  readonly setting?: string;
}

/** What the pipeline's stack puts out, and with which setting. */
export function stackOutputsTable(pipeline: StackName): string {
  return markdownTable([
    ['Output', 'What it is', 'When'],
    ...outputsOf(pipeline).map(({ name, description, setting }) => [
      `\`${name}\``,
      description,
      setting === undefined ? 'always' : `with \`${setting}\``,
    ]),
  ]);
}

/** What the pipeline's module puts out. */
export function moduleOutputsTable(pipeline: StackName): string {
  const stack = new ModuleStack(new App({ skipValidation: true }), pipeline, {
    variables: moduleVariables(pipeline),
    addPipeline: MODULE_DEFINITIONS[pipeline],
  });
  return markdownTable([
    ['Output', 'What it is'],
    ...outputsIn(stack).map(({ name, description }) => [`\`${name}\``, description]),
  ]);
}

function outputsOf(pipeline: StackName): readonly Output[] {
  const { outputSettings } = PIPELINES[pipeline];
  const always = made(pipeline, {});
  const added = Object.entries(outputSettings).flatMap(([setting, props]) =>
    made(pipeline, props)
      .filter(({ name }) => !always.some((output) => output.name === name))
      .map((output) => ({ ...output, setting })),
  );
  return [...always, ...added];
}

function made(pipeline: StackName, props: object): readonly Output[] {
  return outputsIn(PIPELINES[pipeline].makeStack(Testing.stubVersion(new App()), props));
}

function outputsIn({ node }: TerraformStack): readonly Output[] {
  return node
    .findAll()
    .filter(isOutput)
    .map((output) => ({ name: output.friendlyUniqueId, description: output.description ?? '' }));
}

function isOutput(construct: unknown): construct is TerraformOutput {
  return construct instanceof TerraformOutput;
}
