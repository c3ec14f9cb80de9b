import { type Acknowledgement, isAcknowledged } from '../acknowledgements';
import type { Finding } from '../finding';
import type { Plan, ResourceChange } from '../plan/plan';
import { isEqual, withoutNothing } from '../plan/value';
import type { Difference } from '../rules/difference';
import { ROOMS } from '../rules/rules';
import { changedAttributes } from './changed-attributes';
import { COUNTED, changesOf, countsText } from './counts';
import { code, table } from './markdown';

/** GitHub takes a comment of 65,536 characters. */
const LONGEST = 60_000;
/** Of a value: in a finding, and in the list of everything. */
const FINDING_CHARACTERS = 2_000;
const ROW_CHARACTERS = 200;
const ROW_ATTRIBUTES = 6;

export interface Review {
  readonly plan: Plan;
  readonly findings: readonly Finding[];
  readonly acknowledgements: readonly Acknowledgement[];
}

/** The review as Markdown: the verdict on its first line, what is dangerous, and, folded, all that changes. */
export function summary(review: Review): string {
  const head = [verdict(review), '', ...notes(review.plan)];
  const open = told(review, false);
  const acknowledged = told(review, true);
  const body = [...open, ...(acknowledged.length > 0 ? ['## Acknowledged', '', ...acknowledged] : [])];
  return fitted([...head, ...body], everyChange(review.plan));
}

/** Findings that nobody has acknowledged. */
export function openFindings({ findings, acknowledgements }: Review): readonly Finding[] {
  return findings.filter((finding) => !isAcknowledged(finding, acknowledgements));
}

function verdict(review: Review): string {
  const counts = countsText(review.plan) || 'nothing changes';
  if (review.plan.isErrored)
    return `**❌ Plan review: planning failed, so that the plan is not whole** (${counts})`;
  const open = openFindings(review).length;
  const acknowledged = review.findings.length - open;
  if (open > 0)
    return `**❌ Plan review: ${open} ${open === 1 ? 'finding' : 'findings'} to mend or to acknowledge** (${counts})`;
  if (acknowledged > 0)
    return `**✅ Plan review: ${acknowledged === 1 ? 'the one finding is' : `all ${acknowledged} findings are`} acknowledged** (${counts})`;
  return `**✅ Plan review: no data lost, no change missed, no access widened** (${counts})`;
}

function notes({ isErrored, isComplete, drift }: Plan): string[] {
  const drifted = drift.filter(isDrifted);
  return [
    ...(isErrored
      ? [
          'Terraform ended with an error before it had planned everything. It cannot be applied: mend the error, and review the plan again.',
          '',
        ]
      : []),
    ...(isComplete || isErrored
      ? []
      : [
          'The plan is not complete (`-target`, or changes that Terraform puts off): a later one has the rest.',
          '',
        ]),
    ...(drifted.length > 0
      ? [
          `Not as the last apply left them: ${drifted
            .slice(0, 20)
            .map(({ address, kind }) => `${code(address)}${kind === 'delete' ? ' (deleted)' : ''}`)
            .join(', ')}${drifted.length > 20 ? ` and ${drifted.length - 20} more` : ''}.`,
          '',
        ]
      : []),
  ];
}

/** Providers note nothing as null first, and as an empty list or text when they read it again. */
function isDrifted({ kind, before, after }: ResourceChange): boolean {
  return kind === 'delete' || (kind === 'update' && !isEqual(withoutNothing(before), withoutNothing(after)));
}

/** Room by room, rule by rule; why and mend are told once a rule. */
function told(review: Review, isTold: boolean): string[] {
  return ROOMS.flatMap(([room, title]) => {
    const chosen = review.findings
      .filter(({ rule }) => rule.room === room)
      .filter((finding) => isAcknowledged(finding, review.acknowledgements) === isTold);
    if (chosen.length === 0) return [];
    if (isTold) return [...chosen.map(({ rule, address }) => `- ${rule.title}: ${code(address)}`), ''];
    const rules = [...new Set(chosen.map(({ rule }) => rule))];
    return [
      `## ${title}`,
      '',
      ...rules.flatMap((rule) => [
        `### ${rule.title} · ${code(rule.code)}`,
        '',
        ...chosen.filter((finding) => finding.rule === rule).flatMap(findingLines),
        '',
        `**Why it matters:** ${rule.why}`,
        '',
        `**Mend:** ${rule.mend}`,
        '',
        '**To acknowledge:**',
        '',
        ...chosen
          .filter((finding) => finding.rule === rule)
          .map(({ address }) => `- ${code(`--acknowledge ${shellWord(`${rule.code}=${address}`)}`)}`),
        '',
      ]),
    ];
  });
}

function findingLines({ address, differences }: Finding): string[] {
  return [
    `- ${code(address)}`,
    ...differences.map((difference) => `  - ${differenceText(difference, FINDING_CHARACTERS)}`),
  ];
}

function differenceText(difference: Difference, longest: number): string {
  if ('sentence' in difference)
    return `${difference.sentence}${difference.names === undefined ? '' : ` ${code(difference.names, longest)}`}`;
  const { attribute, from, to } = difference;
  return `${code(attribute)}: ${code(from, longest)} → ${code(to, longest)}`;
}

/** Addresses of `for_each` have quotes. */
function shellWord(text: string): string {
  return /^[\w.=/:@*-]+$/.test(text) && !text.includes('*') ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function everyChange(plan: Plan): string[] {
  const rows = COUNTED.flatMap(([kind, verb]) =>
    changesOf(plan, kind).map((change) => changeRow(change, verb)),
  );
  const moved = plan.changes
    .filter(({ kind, previousAddress }) => kind === 'no-op' && previousAddress !== undefined)
    .map((change) => changeRow(change, 'move'));
  const imported = plan.changes
    .filter(({ kind, isImported }) => kind === 'no-op' && isImported)
    .map((change) => changeRow(change, 'import'));
  return [...rows, ...moved, ...imported].map((cells) => table(cells, [])[0] ?? '');
}

function changeRow(change: ResourceChange, verb: string): readonly string[] {
  const { address, previousAddress, deposed } = change;
  const attributes = changedAttributes(change);
  const shown = attributes
    .slice(0, ROW_ATTRIBUTES)
    .map((difference) => differenceText(difference, ROW_CHARACTERS));
  const more = attributes.length > ROW_ATTRIBUTES ? [`and ${attributes.length - ROW_ATTRIBUTES} more`] : [];
  return [
    verb,
    `${code(address)}${deposed === undefined ? '' : ` (left behind: ${code(deposed)})`}`,
    [...(previousAddress === undefined ? [] : [`was ${code(previousAddress)}`]), ...shown, ...more].join(
      '<br>',
    ),
  ];
}

/** What is dangerous is told first, and what does not fit is counted. */
function fitted(lines: readonly string[], rows: readonly string[]): string {
  const told = within(
    lines,
    LONGEST,
    'lines of findings are left out, since a comment takes no more: mend what is above, and review again.',
  );
  if (rows.length === 0) return told;
  const header = [
    '<details><summary>Everything that changes</summary>',
    '',
    ...table(['', 'Resource', 'Changes'], []),
  ];
  const room = Math.max(0, LONGEST - told.length);
  return `${[told, ...header].join('\n')}\n${within(rows, room, 'resources more.')}\n\n</details>\n`;
}

function within(lines: readonly string[], limit: number, rest: string): string {
  const kept: string[] = [];
  let length = 0;
  for (const line of lines) {
    length += line.length + 1;
    if (length > limit) break;
    kept.push(line);
  }
  const left = lines.length - kept.length;
  return left === 0 ? kept.join('\n') : [...kept, '', `… ${left} ${rest}`].join('\n');
}
