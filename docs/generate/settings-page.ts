import { join } from 'node:path';
import { PROJECT_ROOT } from '../../local/paths';
import { settingsTables } from './settings-table';

export const SETTINGS_PAGE = join(PROJECT_ROOT, 'docs', 'settings.md');

/** `docs/settings.md`, whole. */
export function settingsPage(): string {
  return `<!-- Generated from the props in modules/ by docs/generate/main.ts: change the docstrings, then run it again. -->

# Settings

Every setting of a pipeline is a prop of its construct, \`KinesisToSearch\`, \`StreamsToSearch\`, \`KinesisToS3\` or
\`StreamsToS3\`. The app in \`main.ts\` takes most of them from the environment, too: \`CDC_TABLE_NAME\` sets \`tableName\`.

\`\`\`sh
CDC_TABLE_NAME=orders CDC_BATCH_SIZE=2000 npx cdktf synth
\`\`\`

- Flags are \`true\` or \`false\`. Numbers are whole. Lists are separated by commas.
- A variable wins over the value in \`main.ts\`.
- A \`CDC_…\` variable that does not exist, and a value that is not of the prop's type or range, stop the synth
  with a sentence that says what is allowed:

\`\`\`
$ CDC_BATCH_SIZE=20000 node --import tsx main.ts
kinesis-to-search/pipeline/indexer: batchSize is 20000, but must be a whole number from 1 to 10000. Set batchSize to a number in that range.
\`\`\`

- "prop only" settings have no variable: set them in \`main.ts\`, or in an app of your own.
- The app has four stacks, and a variable is for each that has the prop. \`CDC_STACKS=kinesis-to-s3\` leaves the others
  out: then a value has to fit that one only, and the synth is quicker.
- \`CDC_TABLE_NAME\` and other names are for all stacks alike: two that make the same table do not go together. See
  [two pipelines on one table](which-pipeline.md#two-pipelines-on-one-table).
- Set the variables the same way at each \`cdktf\` command: a setting that is left out goes back to its default.

${settingsTables()}`;
}
