import { accessDenied } from './access-denied';
import { backOffMs } from './back-off';
import type { Sendable } from './bulk-request';
import { BulkSender, type BulkSenderProps, type Wait } from './bulk-sender';
import { conflictingField, isMappingRace, mappingRequest } from './mapping-conflict';
import { inParts } from './parts';
import { errorOf, isMissingIndex, isTransient, reasonOf, type SearchError, type Verdict } from './verdict';
import type { Form, Write } from './write';

/** The first is taken for a race; each further one gets its field mapped. More is taken for no conflict. */
const MAX_CONFLICTS = 50;

/**
 * A request without an answer may still be applied. Where the version does not tell the order (DynamoDB
 * Streams, within one second), that has so long before its documents are sent again, here or by the next invocation.
 */
const AMBIGUOUS_PAUSE_MS = 1_000;

/** How a write ended. */
export type Outcome =
  | { readonly fate: 'applied' | 'stale' }
  /** It is to be parked; what stands in for the document is in the index as far as that takes it. */
  | { readonly fate: 'refused'; readonly error: SearchError }
  /** The time ran out first. */
  | { readonly fate: 'unfinished'; readonly reason: string };

/** A write on its way, and what is known of it. */
interface Attempt extends Sendable {
  /** How often it was sent again because its refusal was a conflict of mappings. */
  readonly conflicts: number;
}

/** What is to be sent next for a write, and why it has to wait, if it has. */
interface Next {
  readonly attempt: Attempt;
  readonly wait?: Wait;
}

/** How one request ended. */
interface Round {
  /** What is still to be sent. */
  readonly left: readonly Attempt[];
  readonly waits: readonly Wait[];
  /** How many writes have a verdict. */
  readonly judged: number;
}

type Refused = Extract<Verdict, { fate: 'refused' }>;

/** Sends writes until each one's fate is known, or the time is up. */
export class BulkWriter {
  retried = 0;
  /** The time waited between requests. */
  pausedMs = 0;
  /** Until when a request may still be applied over its successors, in milliseconds since 1970. */
  unsettledUntil = 0;
  readonly sender: BulkSender;
  private readonly outcomes = new Map<Write, Outcome>();
  private readonly mappedFields = new Set<string>();

  constructor(private readonly props: BulkSenderProps) {
    this.sender = new BulkSender(props);
  }

  /** @throws {ConfigurationError} when the collection refuses for a reason that is not a document's */
  async write(writes: readonly Write[]): Promise<ReadonlyMap<Write, Outcome>> {
    let pending = writes.map((write) => attempt(write, 'document', write.refusal));
    let waits: Wait[] = [];
    let failures = 0;
    for (let { concurrency } = this.props.pace; pending.length > 0; concurrency = 1) {
      if (!(await this.pause(failures, waits))) {
        const reason = waits[0]?.reason ?? 'no time is left';
        for (const { write } of pending) this.outcomes.set(write, { fate: 'unfinished', reason });
        break;
      }
      // What the first round leaves is sent one request at a time.
      const parts = inParts(pending, concurrency);
      const isAlone = parts.length === 1;
      // All of them end before an error is thrown: else one would be applied beside the batch that comes again.
      const ends = await Promise.allSettled(parts.map((part) => this.round(part, isAlone)));
      const rounds = ends.map((end) => {
        if (end.status === 'rejected') throw end.reason;
        return end.value;
      });
      pending = rounds.flatMap(({ left }) => left);
      waits = rounds.flatMap(({ waits }) => waits);
      const judged = rounds.reduce((sum, { judged }) => sum + judged, 0);
      failures = waits.length === judged ? failures + 1 : 0;
    }
    return this.outcomes;
  }

  /** Sends as many of the first writes as one request may have. */
  private async round(part: readonly Attempt[], isAlone: boolean): Promise<Round> {
    const verdicts = await this.sender.send(part, { limitBytes: this.props.pace.limitBytes, isAlone });
    this.noteUnsettled(part, verdicts);
    const next = await this.following(part, verdicts);
    return {
      // The earliest first: a stream goes on from its first unfinished change.
      left: [...next.map(({ attempt }) => attempt), ...part.slice(verdicts.length)],
      waits: next.flatMap(({ wait }) => wait ?? []),
      judged: verdicts.length,
    };
  }

  private noteUnsettled(part: readonly Attempt[], verdicts: readonly Verdict[]): void {
    const isUnsettled = verdicts.some(
      (verdict, i) =>
        verdict.fate === 'retry' && verdict.ambiguous && part[i]?.write.change.source === 'streams',
    );
    if (isUnsettled) this.unsettledUntil = Date.now() + AMBIGUOUS_PAUSE_MS;
  }

  /** Of the writes that were judged, the first ones, those that are to be sent again. */
  private async following(pending: readonly Attempt[], verdicts: readonly Verdict[]): Promise<Next[]> {
    const next: Next[] = [];
    for (const [i, verdict] of verdicts.entries()) {
      const attempt = pending[i];
      if (attempt === undefined) throw new RangeError('there are more verdicts than writes');
      const following =
        verdict.fate === 'refused' ? await this.refused(attempt, verdict) : this.settle(attempt, verdict);
      if (following !== undefined) next.push(following);
    }
    return next;
  }

  /** Notes how an attempt ended; answers with what is to be sent next, if anything. */
  private settle(settled: Attempt, verdict: Exclude<Verdict, Refused>): Next | undefined {
    const { write, refusal } = settled;
    switch (verdict.fate) {
      case 'denied':
        throw accessDenied(verdict.status, verdict.error);
      case 'retry':
        this.retried++;
        return { attempt: settled, wait: verdict };
      default:
        this.outcomes.set(write, refusal ? { fate: 'refused', error: refusal } : verdict);
        return undefined;
    }
  }

  /** Answers with what is to be sent in place of a refused document, if anything. */
  private async refused(refused: Attempt, verdict: Refused): Promise<Next | undefined> {
    const { write, form, refusal } = refused;
    const again = form === 'document' ? await this.afterConflict(refused, verdict) : undefined;
    if (again !== undefined) return again;
    const error = refusal ?? verdict.error;
    const standIn = this.props.markRefused ? nextForm(refused, verdict) : undefined;
    if (standIn !== undefined) return { attempt: attempt(write, standIn, error) };
    this.outcomes.set(write, { fate: 'refused', error });
    return undefined;
  }

  /** After a conflict of mappings: the first may have been a race, for the next its field is mapped. */
  private async afterConflict(settled: Attempt, { error }: Refused): Promise<Next | undefined> {
    if (!isMappingRace(error) || settled.conflicts >= MAX_CONFLICTS) return undefined;
    const again = { attempt: { ...settled, conflicts: settled.conflicts + 1 } };
    if (settled.conflicts === 0) return again;
    const field = conflictingField(error);
    if (field === undefined) return undefined;
    const { index } = settled.write;
    const key = JSON.stringify([index, field]);
    if (this.mappedFields.has(key)) return again;
    const answer = await this.props.send(mappingRequest(index, field), this.props.deadline);
    if (answer.status === undefined) return { attempt: settled, wait: answer };
    const { status } = answer;
    const refusal = errorOf(answer.body) ?? {};
    if (status === 401 || status === 403) throw accessDenied(status, refusal);
    if (isTransient(status) || isMissingIndex(status, refusal)) {
      return { attempt: settled, wait: { reason: reasonOf(status, refusal) } };
    }
    // 400: another writer has mapped it meanwhile, and a mapped field takes mixed values.
    if (status !== 200 && status !== 400) return undefined;
    this.mappedFields.add(key);
    return again;
  }

  /** Waits before the next request; false where the time is up first. */
  private async pause(failures: number, waits: readonly Wait[]): Promise<boolean> {
    const wait = Math.max(
      this.props.pace.waitMs(Date.now()),
      waits.length > 0 ? backOffMs(failures) : 0,
      this.unsettledUntil - Date.now(),
    );
    if (Date.now() + wait >= this.props.deadline) return false;
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    this.pausedMs += Math.round(wait);
    return true;
  }
}

function attempt(write: Write, form: Form, refusal?: SearchError): Attempt {
  const fresh = { write, form, conflicts: 0 };
  return refusal === undefined ? fresh : { ...fresh, refusal };
}

/** What is sent in place of a refused document: less each time, and nothing after the bare marker. */
function nextForm({ write, form }: Attempt, { status }: Refused): Form | undefined {
  if (write.item === undefined || form === 'bare-marker') return undefined;
  return form === 'document' && status !== 413 ? 'marker' : 'bare-marker';
}
