import type { SearchAnswer, SearchRequest } from '../search/search-client';
import { accessDenied } from './access-denied';
import { backOffMs } from './back-off';
import { judgeBulkAnswer } from './bulk-answer';
import { bodies, bulkRequest } from './bulk-request';
import { conflictingField, mappingRequest } from './mapping-conflict';
import { errorOf, isMissingIndex, isTransient, judgeItem, type SearchError, type Verdict } from './verdict';
import { type BulkParts, bulkAction, bulkParts, type Form, type Write } from './write';

/** The first is taken for a race; each further one gets its field mapped. A document seldom has more. */
const MAX_CONFLICTS = 6;

/** How a write ended. */
export type Outcome =
  | { readonly fate: 'applied' | 'stale' }
  /** It is to be parked; what stands in for the document is in the index as far as that takes it. */
  | { readonly fate: 'refused'; readonly error: SearchError }
  /** The time ran out first. */
  | { readonly fate: 'unfinished'; readonly reason: string };

export interface BulkWriterProps {
  /** Sends one request, once. */
  readonly send: (request: SearchRequest, deadline: number) => Promise<SearchAnswer>;
  /** The latest end of all work, in milliseconds since 1970. */
  readonly deadline: number;
}

/** A write on its way, and what is known of it. */
interface Attempt {
  readonly write: Write;
  readonly form: Form;
  readonly lines: BulkParts;
  /** Why the document was refused, once it was. */
  readonly refusal?: SearchError;
  /** How often it was sent again because its refusal was a conflict of mappings. */
  readonly conflicts: number;
}

type Refused = Extract<Verdict, { fate: 'refused' }>;

/** Sends writes until each one's fate is known, or the time is up. */
export class BulkWriter {
  requests = 0;
  retried = 0;
  private readonly outcomes = new Map<Write, Outcome>();
  private readonly mappedFields = new Set<string>();

  constructor(private readonly props: BulkWriterProps) {}

  /** @throws {ConfigurationError} when the collection refuses for a reason that is not a document's */
  async write(writes: readonly Write[]): Promise<ReadonlyMap<Write, Outcome>> {
    let pending = writes.map((write) => attempt(write, 'document'));
    for (let failures = 0; pending.length > 0; ) {
      const { next, reason } = await this.round(pending);
      failures = next.length === pending.length && reason !== undefined ? failures + 1 : 0;
      pending = next;
      if (reason !== undefined && !(await this.pause(failures))) {
        for (const { write } of pending) this.outcomes.set(write, { fate: 'unfinished', reason });
        break;
      }
    }
    return this.outcomes;
  }

  /** Sends every attempt once; answers with those to send next, and why any of them has to wait. */
  private async round(attempts: readonly Attempt[]): Promise<{ next: Attempt[]; reason?: string }> {
    const next: Attempt[] = [];
    let reason: string | undefined;
    for (const body of bodies(attempts)) {
      const verdicts = await this.send(body);
      for (const [i, attempt] of body.entries()) {
        const verdict = verdicts[i] ?? { fate: 'retry', reason: 'the answer is short' };
        if (verdict.fate === 'retry') {
          reason = verdict.reason;
          this.retried++;
          next.push(attempt);
        } else if (verdict.fate === 'applied' || verdict.fate === 'stale') {
          this.finish(attempt, verdict);
        } else {
          next.push(...(await this.settle(attempt, verdict)));
        }
      }
    }
    return reason === undefined ? { next } : { next, reason };
  }

  /** One request, and where its body is refused as a whole, one for each half of it. */
  private async send(body: readonly Attempt[]): Promise<Verdict[]> {
    const { deadline } = this.props;
    if (Date.now() >= deadline) return all(body, { fate: 'retry', reason: 'no time is left' });
    this.requests++;
    const answer = await this.props.send(bulkRequest(body.map(({ lines }) => lines)), deadline);
    if (answer.status === undefined) return all(body, { fate: 'retry', reason: answer.reason });
    const { status } = answer;
    const actions = body.map(({ write }) => bulkAction(write.change));
    if (status === 200) return judgeBulkAnswer(actions, answer.body);
    const error = errorOf(answer.body);
    if (status === 413 || (status === 400 && error !== undefined)) {
      if (body.length === 1) return actions.map((action) => judgeItem(action, status, error));
      const half = Math.ceil(body.length / 2);
      return [...(await this.send(body.slice(0, half))), ...(await this.send(body.slice(half)))];
    }
    if (isTransient(status) || isMissingIndex(status, error)) {
      return all(body, { fate: 'retry', reason: `${status} ${error?.type ?? ''}`.trim() });
    }
    throw accessDenied(status, error ?? {});
  }

  /** The write is done with; or what stood in for the document is, which leaves it refused. */
  private finish({ write, refusal }: Attempt, outcome: Outcome): void {
    this.outcomes.set(write, refusal ? { fate: 'refused', error: refusal } : outcome);
  }

  /** Notes that an attempt was refused; answers with what is to be sent in its place, if anything. */
  private async settle(
    settled: Attempt,
    verdict: Extract<Verdict, { fate: 'refused' | 'denied' }>,
  ): Promise<Attempt[]> {
    const { write, form, refusal } = settled;
    if (verdict.fate === 'denied') throw accessDenied(verdict.status, verdict.error);
    if (form === 'document' && (await this.mayPassAgain(settled, verdict))) {
      return [{ ...settled, conflicts: settled.conflicts + 1 }];
    }
    const error = refusal ?? verdict.error;
    const standIn = nextForm(settled, verdict);
    if (standIn !== undefined) return [attempt(write, standIn, error)];
    this.outcomes.set(write, { fate: 'refused', error });
    return [];
  }

  /** After a conflict of mappings: the first may have been a race, for the next the field is mapped. */
  private async mayPassAgain({ write, conflicts }: Attempt, { error }: Refused): Promise<boolean> {
    const field = conflictingField(error);
    if (field === undefined || conflicts >= MAX_CONFLICTS) return false;
    const key = JSON.stringify([write.index, field]);
    if (conflicts === 0 || this.mappedFields.has(key)) return true;
    const { status } = await this.props.send(mappingRequest(write.index, field), this.props.deadline);
    // 400: another writer has mapped it meanwhile, and a mapped field takes mixed values.
    if (status !== 200 && status !== 400) return false;
    this.mappedFields.add(key);
    return true;
  }

  /** Waits before the next round; false where the time is up first. */
  private async pause(failures: number): Promise<boolean> {
    const wait = backOffMs(failures);
    if (Date.now() + wait >= this.props.deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, wait));
    return true;
  }
}

function attempt(write: Write, form: Form, refusal?: SearchError): Attempt {
  const lines = bulkParts(write, form, String(refusal?.type ?? 'too_large'));
  const fresh = { write, form, lines, conflicts: 0 };
  return refusal === undefined ? fresh : { ...fresh, refusal };
}

/** What is sent in place of a refused document: less each time, and nothing after the bare marker. */
function nextForm({ write, form }: Attempt, { status }: Refused): Form | undefined {
  if (write.change.kind === 'remove' || form === 'bare-marker') return undefined;
  return form === 'document' && status !== 413 ? 'marker' : 'bare-marker';
}

const all = (body: readonly Attempt[], verdict: Verdict): Verdict[] => body.map(() => verdict);
