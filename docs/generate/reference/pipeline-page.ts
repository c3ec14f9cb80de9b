import type { StackName } from '../../../modules/stacks';
import { classOf, membersTables } from './members';
import { stackOutputsTable } from './outputs-table';
import { PIPELINES } from './pipelines';
import { propsByTopic, propsTable } from './props-table';
import { resourceTable } from './resource-table';
import { snippets } from './snippet';

/** `docs/reference/<pipeline>.md`, whole. */
export function pipelinePage(name: StackName): string {
  const { construct, snippet, make, variants } = PIPELINES[name];
  const found = classOf(construct);
  const code = snippets('pipeline-snippets.ts');
  return `<!-- Generated from the source by docs/generate/main.ts: change the docstrings in modules/, then run it again. -->

# ${construct}

${found.description} Order, duplicates, delay and failures: [which pipeline](../which-pipeline.md#${name}).

\`\`\`ts
${code.get(snippet)}
\`\`\`

A wrong prop throws \`InvalidPropError\` with a sentence that names the value, what is allowed, and the mend.

## Resources

Of the construct with its defaults, and of what a setting adds or leaves out. \`data.\` is only looked up.

${resourceTable(make, variants)}

## Props

What is needed first: ${required(construct)}. All others have a default.

${propsByTopic(`${construct}Props`, '###')}

${membersTables(found, '##')}

## As a stack

\`${construct}Stack\` is the same with a provider, a state and outputs, as \`cdktf deploy\` takes it. It takes the
construct's props, and these:

\`\`\`ts
${code.get(`${snippet}Stack`)}
\`\`\`

${propsTable('PipelineStackProps')}

Its outputs, which the [Terraform module](terraform-modules.md#${name}) has, too:

${stackOutputsTable(name)}
`;
}

/** The required props, as the table has them. */
function required(construct: string): string {
  return Array.from(
    propsTable(`${construct}Props`).matchAll(/^\| (`\w+`) .*\*\*required\*\*/gm),
    ([, name]) => name,
  ).join(', ');
}
