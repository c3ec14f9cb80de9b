import { parseArgs } from 'node:util';
import { UsageError } from '../usage-error';
import { parseAcknowledgement, staleAcknowledgements } from './acknowledgements';
import { findings } from './finding';
import { readPlan } from './plan/read-plan';
import { openFindings, type Review, summary } from './report/summary';

export const REVIEW_USAGE = `npx dynamodb-cdc review PLAN [--acknowledge CODE=ADDRESS]…

  Says, as Markdown for a pull request, what a Terraform plan does: above all what would lose data, miss changes or
  widen access, and how to mend it. The exit status is 1 while one of these findings is not acknowledged.

  PLAN             what "terraform show -json" prints of a saved plan: a file, or - for the standard input
  --acknowledge CODE=ADDRESS
                   the finding CODE at the resource ADDRESS is wanted, as the summary spells it; may be given again;
                   CODE=* is for every resource`;

export async function reviewCommand(args: readonly string[]): Promise<void> {
  const { source, acknowledgements } = reviewArguments(args);
  const plan = await readPlan(source);
  const review: Review = { plan, findings: findings(plan), acknowledgements };
  process.stdout.write(summary(review).replace(/\n*$/, '\n'));
  for (const { code, address } of staleAcknowledgements(acknowledgements, review.findings))
    process.stderr.write(`Nothing in the plan needs --acknowledge ${code}=${address}: take it out.\n`);
  if (openFindings(review).length > 0 || plan.isErrored) process.exitCode = 1;
}

function reviewArguments(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { acknowledge: { type: 'string', multiple: true, default: [] } },
    });
    const [source, ...others] = positionals;
    if (source === undefined || others.length > 0) throw new Error('Give one PLAN.');
    return { source, acknowledgements: values.acknowledge.map(parseAcknowledgement) };
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}\n\n${REVIEW_USAGE}`);
  }
}
