import { STACK_NAMES, type StackName } from '../../../modules/stacks';
import { moduleVariables } from '../../../terraform/variables/module-variables';
import { markdownTable } from '../markdown-table';
import { moduleOutputsTable } from './outputs-table';

/** `docs/reference/terraform-modules.md`, whole. */
export function modulesPage(): string {
  return `<!-- Generated from the modules' variables by docs/generate/main.ts. -->

# The Terraform modules

\`npm run build:modules\` writes them to \`dist/terraform/\`, one folder a pipeline, with function zips, examples and tests.
They are made from the constructs, and behave as these do. What is different:

- \`name\` is the beginning of every name. One call of the module in an account and Region has one of its own.
- By default the table is there already (\`create_table = false\`), and nothing is protected against deletion
  (\`deletion_protection = false\`): both are the caller's.
- There is no items API. A transform of your own comes in as a zip: \`function_zip\`.
- There is no provider and no backend in them. They take \`count\` and \`for_each\`.

\`\`\`hcl
module "search" {
  source     = "./modules/kinesis-to-search"
  name       = "orders"
  table_name = "orders"
}
\`\`\`

Terraform from 1.9, AWS provider from 5.100.

${STACK_NAMES.map(section).join('\n\n')}
`;
}

function section(pipeline: StackName): string {
  const variables = [...moduleVariables(pipeline)];
  return `## ${pipeline}

**Inputs**

${markdownTable([
  ['Variable', 'Type', 'Default', 'What it is'],
  ...variables
    .toSorted(([, one], [, other]) => Number(other.isRequired) - Number(one.isRequired))
    .map(([name, { type, isRequired, default: value, description }]) => [
      `\`${name}\``,
      `\`${type.replace(/object\(.*\)\)$/s, 'object({…}))')}\``,
      isRequired ? '**required**' : `\`${JSON.stringify(value ?? null)}\``,
      description,
    ]),
])}

**Outputs**

${moduleOutputsTable(pipeline)}`;
}
