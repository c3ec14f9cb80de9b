import type { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import * as examples from './construct-snippets';
import { classOf, membersTables } from './members';
import { propsTable } from './props-table';
import { resourceTable } from './resource-table';
import { snippets } from './snippet';

/** In the order of the data: the function of `construct-snippets.ts`, and the props where they have another name. */
const CONSTRUCTS: Readonly<
  Record<string, { readonly make: (stack: TerraformStack) => Construct; readonly props?: string }>
> = {
  KinesisChangeStream: { make: examples.kinesisChangeStream },
  DynamodbChangeStream: { make: examples.dynamodbChangeStream, props: 'SourceTableProps' },
  ChangeTrigger: { make: examples.changeTrigger },
  Parking: { make: examples.parking },
  SearchCollection: { make: examples.searchCollection },
  SearchIndices: { make: examples.searchIndices },
  SearchIndexer: { make: examples.searchIndexer },
  SearchSweeper: { make: examples.searchSweeper },
  ItemsApi: { make: examples.itemsApi },
  Archive: { make: examples.archive },
  DeliveryStream: { make: examples.deliveryStream },
  FirehoseTransformer: { make: examples.firehoseTransformer },
  FirehoseForwarder: { make: examples.firehoseForwarder },
  ArchiveCanary: { make: examples.archiveCanary },
  LambdaFunction: { make: examples.lambdaFunction },
  PrivateBucket: { make: examples.privateBucket },
};

/** `docs/reference/constructs.md`, whole. */
export function constructsPage(): string {
  const code = snippets('construct-snippets.ts');
  return `<!-- Generated from the source by docs/generate/main.ts: change the docstrings in modules/, then run it again. -->

# The constructs that pipelines are made of

Take a [pipeline](README.md) if it fits; take these to put another one together. In the examples, \`stack\` is a
\`TerraformStack\` with an \`AwsProvider\`. A wrong prop throws \`InvalidPropError\`, which names the value, what is allowed, and
the mend. "Resources" are those of the example's last construct.

${Object.keys(CONSTRUCTS)
  .map((name) => `[${name}](#${name.toLowerCase()})`)
  .join(' · ')}

${Object.entries(CONSTRUCTS)
  .map(([name, { make, props = `${name}Props` }]) => {
    const found = classOf(name);
    return `## ${name}

${found.description}

\`\`\`ts
${code.get(make.name)}
\`\`\`

**Resources**

${resourceTable(make)}

**Props**

${propsTable(props)}

${membersTables(found, '###').replace(/^### (.*)$/gm, '**$1**')}`;
  })
  .join('\n\n')}
`;
}
