import { UsageError } from '../usage-error';
import type { Finding } from './finding';
import { RULES } from './rules/rules';

/** `CODE=ADDRESS` says: this is what I want. An address of `*` says so for every resource. */
export interface Acknowledgement {
  readonly code: string;
  readonly address: string;
}

const EVERY = '*';

/** @throws UsageError for what is no `CODE=ADDRESS`, and for a code that there is not */
export function parseAcknowledgement(text: string): Acknowledgement {
  const [code = '', ...rest] = text.split('=');
  const address = rest.join('=').trim();
  if (!RULES.some((rule) => rule.code === code))
    throw new UsageError(
      `--acknowledge ${JSON.stringify(text)}: there is no finding ${JSON.stringify(code)}, only ${RULES.map((rule) => rule.code).join(', ')}. Copy CODE=ADDRESS from the summary.`,
    );
  if (address === '')
    throw new UsageError(
      `--acknowledge ${JSON.stringify(text)} names no resource: it must be CODE=ADDRESS, or CODE=* for every resource. Copy it from the summary.`,
    );
  return { code, address };
}

export function isAcknowledged(finding: Finding, acknowledgements: readonly Acknowledgement[]): boolean {
  return acknowledgements.some((acknowledgement) => matches(acknowledgement, finding));
}

/** Those that acknowledge nothing: they are for a plan of another day. */
export function staleAcknowledgements(
  acknowledgements: readonly Acknowledgement[],
  findings: readonly Finding[],
): readonly Acknowledgement[] {
  return acknowledgements.filter(
    (acknowledgement) => !findings.some((finding) => matches(acknowledgement, finding)),
  );
}

function matches({ code, address }: Acknowledgement, finding: Finding): boolean {
  return code === finding.rule.code && (address === EVERY || address === finding.address);
}
