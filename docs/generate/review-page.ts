import { join } from 'node:path';
import { row } from '../../cli/review/report/markdown';
import { REVIEW_USAGE } from '../../cli/review/review-command';
import { ROOMS, RULES } from '../../cli/review/rules/rules';
import { STATEFUL } from '../../cli/review/rules/stateful-types';
import { PROJECT_ROOT } from '../../local/paths';

export const REVIEW_PAGE = join(PROJECT_ROOT, 'docs', 'review.md');

/** `docs/review.md`, whole. */
export function reviewPage(): string {
  return `<!-- Generated from the rules in cli/review/rules/ by docs/generate/main.ts: change them, then run it again. -->

# Review a plan

\`npx dynamodb-cdc review\` reads a Terraform plan and says what it would lose, miss or open, before it is applied. It
needs neither AWS nor credentials, and takes any plan: of these stacks, of the modules in a stack of your own, of other
resources.

\`\`\`sh
terraform plan -out=plan
terraform show -json plan > plan.json
npx dynamodb-cdc review plan.json
\`\`\`

\`\`\`
${REVIEW_USAGE}

Exit status: 0 nothing dangerous, or all of it acknowledged · 1 findings, or planning failed · 2 wrong usage, or no plan
\`\`\`

The summary is Markdown for a comment of a pull request, on stdout: the verdict on its first line; each finding with the
address, what changes from what to what, why it matters and how to mend it; and, folded, everything that changes. What
Terraform calls sensitive is masked. It is cut to what GitHub takes in a comment; findings come first.

For GitHub, [plan-review.yml](../examples/pull-request-review/plan-review.yml) is a workflow that plans, reviews and
comments.

## Acknowledge a finding

A finding that is wanted is acknowledged by its code and its address, as the summary spells them:

\`\`\`sh
npx dynamodb-cdc review plan.json \\
  --acknowledge 'shortens-retention=module.search["eu"].aws_kinesis_stream.changes' \\
  --acknowledge destroys-logs=aws_cloudwatch_log_group.old
\`\`\`

- It holds for that code at that address, and for nothing else. \`CODE=*\` holds for the code at every address: for
  taking a stack down, say.
- What follows the first \`=\` is the address, quotes and all, so nothing in it has to be escaped but for the shell.
- One that the plan does not need is told of on stderr. The exit status stays: the next plan may need none of them.
- An unknown code is wrong usage, so that a slip never passes for an acknowledgement.
- A plan that failed half-way cannot be acknowledged: what it would have done is not known.

## What is found

A change that cannot be undone counts; one that costs time or money alone does not. A new resource has nothing to lose
yet, so only what it opens counts. What is moved or imported is not a finding.

${ROOMS.map(([room, title]) => [`### ${title}`, '', ...tableOf(room)].join('\n')).join('\n\n')}

## How policies are compared

By what they allow, not by their text: order, case of actions, lists of one, \`Sid\`, and statements that are taken apart
or together make no difference. A policy is wider when one principal may do one action on one resource that no statement
allowed before under the same or fewer conditions, or when a \`Deny\` is gone. Narrower patterns are seen as such:
\`s3:Get*\` is within \`s3:*\`. Where it cannot be told, it counts as wider.

- A role's policy that is new counts whole if the role was there, and otherwise only for \`*\`.
- The data access and network policies of OpenSearch Serverless are compared in the same way.
- Actions for which AWS has no resources (\`xray:PutTraceSegments\`, \`dynamodb:ListStreams\`, \`ec2:CreateNetworkInterface\`
  and a few more) may have \`*\`.

## What holds data

${STATEFUL.map((type) => `\`${type}\``).join(', ')}

## What it cannot see

- \`prevent_destroy\`: a plan does not have it. Where it is on, planning fails instead, and so does the review.
- What an attribute becomes that is known after apply only. A policy that was known before is told of as such
  (\`unknown-policy\`); of everything else the cause is told, where that is replaced.
- What a function's new code does.
`;
}

function tableOf(room: string): string[] {
  return [
    row(['Code', 'What happens', 'Why it matters', 'Mend']),
    row(['---', '---', '---', '---']),
    ...RULES.filter((rule) => rule.room === room).map(({ code, title, why, mend }) =>
      row([`\`${code}\``, title, why, mend]),
    ),
  ];
}
