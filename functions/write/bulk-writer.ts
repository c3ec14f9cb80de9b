import { ConfigurationError } from '../change/configuration-error';
import type { SearchAnswer } from '../search/search-client';
import { backOffMs } from './back-off';
import { judgeBulkAnswer } from './bulk-answer';
import { conflictingField, type FieldMapping } from './mapping-conflict';
import { errorOf, isMissingIndex, isTransient, type SearchError, type Verdict } from './verdict';
import { bulkAction, bulkLines, type Form, type Write } from './write';

/** Bodies stay under it; Serverless takes about 10 MiB, Data Prepper sends at most this. */
const MAX_BODY_BYTES = 5 * 1024 * 1024;

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
  readonly send: (body: Buffer, deadline: number) => Promise<SearchAnswer>;
  /** Maps a field of an index. */
  readonly mapField: (index: string, field: FieldMapping, deadline: number) => Promise<SearchAnswer>;
  /** The latest end of all work, in milliseconds since 1970. */
  readonly deadline: number;
}

/** A write on its way, and what is known of it. */
interface Attempt {
  readonly write: Write;
  readonly form: Form;
  readonly lines: Buffer;
  /** Why the document was refused, once it was. */
  readonly refusal?: SearchError;
  /** How often it was sent again because its refusal was a conflict of mappings. */
  readonly conflicts: number;
}

/** Sends writes until each one's fate is known, or the time is up. */
export class BulkWriter {
  requests = 0;
  retried = 0;
  private readonly outcomes = new Map<Write, Outcome>();

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
        } else {
          next.push(...(await this.settle(attempt, verdict)));
        }
      }
    }
    return reason === undefined ? { next } : { next, reason };
  }

  /** Notes how an attempt ended; answers with what is to be sent in its place, if anything. */
  private async settle(settled: Attempt, verdict: Exclude<Verdict, { fate: 'retry' }>): Promise<Attempt[]> {
    const { write, form, refusal } = settled;
    if (verdict.fate === 'denied') throw denied(verdict.status, verdict.error);
    if (verdict.fate !== 'refused') {
      this.outcomes.set(write, refusal ? { fate: 'refused', error: refusal } : verdict);
      return [];
    }
    const { error } = verdict;
    if (form === 'document' && (await this.mayPassAgain(settled, error))) {
      return [{ ...settled, conflicts: settled.conflicts + 1 }];
    }
    if (write.change.kind === 'upsert' && form !== 'bare-marker') {
      const tooLarge = error.status === 413;
      return [attempt(write, form === 'document' && !tooLarge ? 'marker' : 'bare-marker', refusal ?? error)];
    }
    this.outcomes.set(write, { fate: 'refused', error: refusal ?? error });
    return [];
  }

  private async mayPassAgain({ write, conflicts }: Attempt, error: SearchError): Promise<boolean> {
    const field = conflictingField(error);
    if (field === undefined || conflicts >= MAX_CONFLICTS) return false;
    if (conflicts === 0) return true;
    const { status } = await this.props.mapField(write.index, field, this.props.deadline);
    // 400: another writer has mapped it meanwhile, and a mapped field takes mixed values.
    return status === 200 || status === 400;
  }

  /** One request, and where its body is refused as a whole, one for each half of it. */
  private async send(body: readonly Attempt[]): Promise<Verdict[]> {
    if (Date.now() >= this.props.deadline) return all(body, { fate: 'retry', reason: 'no time is left' });
    this.requests++;
    const answer = await this.props.send(Buffer.concat(body.map(({ lines }) => lines)), this.props.deadline);
    if (answer.status === undefined) return all(body, { fate: 'retry', reason: answer.reason });
    const { status } = answer;
    if (status === 200) {
      return judgeBulkAnswer(
        body.map(({ write }) => bulkAction(write.change)),
        answer.body,
      );
    }
    const error = errorOf(answer.body);
    if (status === 413 || (status === 400 && error !== undefined)) {
      if (body.length === 1) return [{ fate: 'refused', error: { status, ...error } }];
      const half = Math.ceil(body.length / 2);
      return [...(await this.send(body.slice(0, half))), ...(await this.send(body.slice(half)))];
    }
    if (isTransient(status) || isMissingIndex(status, error)) {
      return all(body, { fate: 'retry', reason: `${status} ${error?.type ?? ''}`.trim() });
    }
    throw denied(status, error ?? {});
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
  const lines = Buffer.from(bulkLines(write, form, String(refusal?.type ?? refusal?.status)));
  const fresh = { write, form, lines, conflicts: 0 };
  return refusal === undefined ? fresh : { ...fresh, refusal };
}

/** Cuts attempts into bodies of at most {@link MAX_BODY_BYTES}; a larger single one goes alone. */
function bodies(attempts: readonly Attempt[]): Attempt[][] {
  const result: Attempt[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const attempt of attempts) {
    bytes += attempt.lines.length;
    if (bytes > MAX_BODY_BYTES) {
      result.push([]);
      bytes = attempt.lines.length;
    }
    result.at(-1)?.push(attempt);
  }
  return result;
}

const all = (body: readonly Attempt[], verdict: Verdict): Verdict[] => body.map(() => verdict);

const MEND_BY_STATUS: Readonly<Record<number, string>> = {
  401: "The collection's network policy does not admit the function: name the VPC endpoint it comes through, or allow public access.",
  403: "The function's role needs aoss:APIAccessAll on the collection, and a data access policy that grants it aoss:WriteDocument on the index; a new policy takes about a minute to work. An engine that blocks writes (cluster_block_exception) has to be unblocked.",
};

function denied(status: number, error: SearchError): ConfigurationError {
  const said = [error.type, status === 403 || status === 401 ? error.reason : undefined]
    .filter((part) => typeof part === 'string')
    .join(': ');
  return new ConfigurationError(
    `The collection refused the write with status ${status}${said && ` (${said})`}. ` +
      `${MEND_BY_STATUS[status] ?? 'Check SEARCH_ENDPOINT and SEARCH_INDEX: the collection must be of type SEARCH, and the index open, with a valid name or a write alias.'} ` +
      'No change was acknowledged and none was parked: they wait in the stream.',
  );
}
