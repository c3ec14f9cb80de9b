import { markdownTable } from '../docs/generate/markdown-table';
import type { StackName } from '../modules/stacks';
import { minimalCall } from './examples';
import { isJsonObject, type Json, type JsonObject, members } from './hcl/json';
import { PIPELINE_WORDS } from './pipeline-words';
import { moduleVariables, type VariableDefinition } from './variables/module-variables';

/** What the module makes, how it is called, and the tables of its inputs and outputs. */
export function readme(pipeline: StackName, json: JsonObject): string {
  const { what, makes, asks, cost, call } = PIPELINE_WORDS[pipeline];
  return `# ${pipeline}

${what} It makes:

${makes.map((made) => `- ${made}`).join('\n')}

A table, stream, collection, bucket, role or key that is there already can be given in place of a new one: see the inputs that begin with \`create_\`. What is found by its name is looked up: if it is made in the same configuration, let the call depend on it (\`depends_on\`), and give the ARN of the stream, too (\`stream_arn\`, \`table_stream_arn\`); what reads a stream that is looked up anew is replaced otherwise.

## Usage

\`\`\`hcl
${minimalCall(pipeline, './path/to/this/folder')}\`\`\`

${asks === undefined ? '' : `${asks}\n\n`}\`name\` is what all names begin with: give each call in an account and Region another one. \`count\`, \`for_each\` and \`depends_on\` work on \`module.${call}\`; the module has no provider of its own. \`examples/\` has a call with the least and one with many settings; \`terraform test\` runs \`tests/\` without an account.

A function's zip of your own, with a transform in it, goes in as \`function_zip\`.

## Requirements

| Name | Version |
| --- | --- |
| Terraform | ${String(objectOf(json.terraform).required_version)} |
| hashicorp/aws | >= 5.100 |

## What it costs

${cost}

## Permissions

Each function has a role of its own, and so has Firehose: each may do what it does, on the resources of this call, and no more. What each action is for, and what fails without it, is in docs/permissions.md of dynamodb-cdc; the policies themselves are in the files beside this one.

## Inputs

${markdownTable([['Name', 'Description', 'Type', 'Default', 'Required'], ...Array.from(moduleVariables(pipeline), inputRow)])}

## Outputs

${markdownTable([['Name', 'Description'], ...members(json.output).map(([name, output]) => [`\`${name}\``, descriptionOf(output)])])}
`;
}

function inputRow([name, definition]: [string, VariableDefinition]): string[] {
  const { type, description, isRequired } = definition;
  return [
    `\`${name}\``,
    description,
    `\`${type.replace(/\s+/g, ' ')}\``,
    isRequired ? '' : `\`${JSON.stringify(definition.default)}\``,
    isRequired ? 'yes' : 'no',
  ];
}

function descriptionOf(output: Json): string {
  return String(objectOf(output).description);
}

function objectOf(part: Json | undefined): JsonObject {
  return isJsonObject(part) ? part : {};
}
