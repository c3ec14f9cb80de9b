import { join } from 'node:path';
import { PROJECT_ROOT } from '../../../local/paths';
import { STACK_NAMES, type StackName } from '../../../modules/stacks';
import { NAME_RULES } from '../../../modules/validation';
import { markdownTable } from '../markdown-table';
import { NAMED_TYPES } from './named-types';
import { type Name, namesOf, TABLE_NAME } from './names';

export const NAMING_PAGE = join(PROJECT_ROOT, 'docs', 'naming.md');

/** `docs/naming.md`, whole. */
export function namingPage(): string {
  const all = new Map(STACK_NAMES.map((name) => [name, namesOf(name)]));
  return `<!-- Generated from the synthesized pipelines by docs/generate/main.ts. -->

# Names

Every name comes from a prop, and each of those but \`tableName\` and \`collectionName\` has a default that is made from
another name. Change a default where your own convention asks for it; a name that AWS would refuse stops the synth, with
a sentence that says what is allowed.

In the Terraform modules one variable, \`name\`, is the beginning of all names: 3 to 32 lower-case letters, digits and "-",
since a collection takes no longer one.

Function names are shorter than table names, and take no ".". A longer table name, or one with a ".", needs a
\`functionName\`:

${longestTableNames(all)}

## Two deployments in one account and Region

They must differ in every name that is unique in the account and Region. Almost all of them come from \`tableName\`, so
two pipelines on two tables need nothing more than another \`tableName\`, and, for search, another \`collectionName\`.

Two pipelines on one table need, in the second one:

${markdownTable([
  ['Second pipeline', 'Give another', 'With a Kinesis stream of its own', 'With an items API'],
  ['to search', '`functionName`, `collectionName`', '`streamName`', '`apiName`'],
  ['to S3', '`functionName`, `deliveryStreamName`', '`streamName`', ''],
])}

A pipeline to search and one to S3 have different suffixes, and meet in the stream alone. Only one of all makes the table (\`createTable\`). See
[two pipelines on one table](which-pipeline.md#two-pipelines-on-one-table).

In **another Region** of the same account nothing has to differ: roles are the account's and buckets are all of AWS's, and
both get 26 characters of their own. The same holds for another account.

An index and its alias are names within the collection: \`indexName\` (the table's name in lower case) and
\`liveAliasName\` (the index's name and "-live"). Pipelines that share a collection need different ones.

## The names of each pipeline

For a table \`${TABLE_NAME}\` and, for search, a collection \`orders-eu\`; with soft deletes, the items API and enhanced fan-out,
where there are. "Made from": of several props, the last one that is given counts. \`…\` stands for what the AWS provider adds.

${[...all].map(([pipeline, names]) => `### ${pipeline}\n\n${namesTable(names)}`).join('\n\n')}

## Limits, and what renaming does

What a plan replaces it says itself; \`npx dynamodb-cdc review\` [stops at what would lose data](review.md). Bold is
what does, and what \`deletionProtection\` refuses.

${typesTable([...all.values()].flat())}

To rename what must not be replaced: make the new one beside the old one, move, then take the old one down; see
[upgrading](upgrading.md#replace-without-a-gap).
`;
}

/** How long a table's name may be, for the names that are made from it to be a function's. */
function longestTableNames(all: ReadonlyMap<StackName, readonly Name[]>): string {
  return markdownTable([
    ['Pipeline', 'Longest table name without one'],
    ...Array.from(all, ([pipeline, names]) => {
      const functions = names.filter(({ type }) => type === 'aws_lambda_function');
      const added = Math.max(...functions.map(({ name }) => name.length)) - TABLE_NAME.length;
      return [pipeline, `${NAME_RULES.lambdaFunction.maxLength - added}`];
    }),
  ]);
}

function namesTable(names: readonly Name[]): string {
  return markdownTable([
    ['What', 'Name', 'Made from'],
    ...grouped(names).map(({ type, name, props }) => [
      NAMED_TYPES[type]?.title ?? type,
      `\`${name}${NAMED_TYPES[type]?.attribute.endsWith('prefix') ? '…' : ''}\``,
      props.length === 0 ? 'fixed' : props.map((prop) => `\`${prop}\``).join(', '),
    ]),
  ]);
}

/** The encryption policy and the network policy have one name: one row. */
function grouped(names: readonly Name[]): readonly Name[] {
  return names.filter(
    (one, at) => names.findIndex(({ type, name }) => type === one.type && name === one.name) === at,
  );
}

function typesTable(names: readonly Name[]): string {
  const types = new Set(names.map(({ type }) => type));
  return markdownTable([
    ['What', 'Resource', 'Length and characters', 'Unique in', 'Renaming'],
    ...Object.entries(NAMED_TYPES)
      .filter(([type]) => types.has(type))
      .map(([type, { title, limits, uniqueIn, renaming }]) => [
        title,
        `\`${type}\``,
        limits,
        uniqueIn,
        renaming,
      ]),
  ]);
}
