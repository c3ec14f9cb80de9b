import { giveBack } from '../memory/buffer-pool';
import type { SearchAnswer } from '../search/search-client';
import type { SearchRequest } from '../search/search-request';
import { accessDenied } from './access-denied';
import { judgeBulkAnswer } from './bulk-answer';
import { bulkRequest, type Sendable } from './bulk-request';
import type { Pace } from './pace';
import { probeRequest } from './probe';
import {
  errorOf,
  isAmbiguous,
  isMissingIndex,
  isThrottling,
  isTransient,
  judgeItem,
  reasonOf,
  type SearchError,
  type Verdict,
} from './verdict';

export interface BulkSenderProps {
  /** Sends one request, once. */
  readonly send: (request: SearchRequest, deadline: number) => Promise<SearchAnswer>;
  /** The latest end of all work, in milliseconds since 1970. */
  readonly deadline: number;
  /** What the collection has taken so far; it outlives the invocation. */
  readonly pace: Pace;
  /** Whether a marker takes the place of a refused document. */
  readonly markRefused: boolean;
}

export interface SendOptions {
  /** The most bytes that a body may have. @default any number */
  readonly limitBytes?: number;
  /** Whether no other request is under way. @default true */
  readonly isAlone?: boolean;
}

/** Why something is to be sent again. */
export interface Wait {
  readonly reason: string;
}

/** Sends bodies and judges what the collection answers. */
export class BulkSender {
  /** `_bulk` requests. */
  requests = 0;
  /** Those that the collection refused, in whole or in part, for want of capacity. */
  throttled = 0;
  /** Whether the collection has taken any request. */
  private accepted = false;

  constructor(private readonly props: BulkSenderProps) {}

  /**
   * One request with as many of the first writes as make a body of at most so many bytes. Where its body is refused as
   * a whole, one for each half of it, unless others are under way: what they are told counts, too.
   *
   * @returns the verdicts of those writes
   * @throws {ConfigurationError} when the collection refuses for a reason that is not a document's
   */
  async send(
    writes: readonly Sendable[],
    { limitBytes, isAlone = true }: SendOptions = {},
  ): Promise<Verdict[]> {
    const { deadline, pace } = this.props;
    if (Date.now() >= deadline) return all(writes, { fate: 'retry', reason: 'no time is left' });
    this.requests++;
    const request = bulkRequest(writes, limitBytes);
    const body = writes.slice(0, request.writes);
    const answer = await this.props.send(request, deadline);
    if (answer.status === undefined)
      return all(body, { fate: 'retry', reason: answer.reason, ambiguous: true });
    const { status } = answer;
    const actions = body.map(({ write }) => write.action);
    if (status === 200) {
      this.accepted = true;
      // Only now: whoever refuses a body, or says nothing, may not have read it yet.
      giveBack(request.body);
      const verdicts = judgeBulkAnswer(actions, answer.body);
      const throttled = verdicts.filter((verdict) => verdict.fate === 'retry' && verdict.throttled).length;
      if (throttled > 0) this.slowDown(request.body.length, throttled < verdicts.length);
      else pace.accepted(request.body.length, Date.now());
      return verdicts;
    }
    const error = errorOf(answer.body);
    if (status === 413 || (status === 400 && error !== undefined)) {
      if (status === 413 && body.length > 1) pace.tooLarge(request.body.length);
      return isAlone
        ? this.isolate(body, status, error)
        : all(body, { fate: 'retry', reason: reasonOf(status, error) });
    }
    if (isThrottling(status)) this.slowDown(request.body.length, false);
    if (isTransient(status) || isMissingIndex(status, error)) {
      return all(body, { fate: 'retry', reason: reasonOf(status, error), ambiguous: isAmbiguous(status) });
    }
    throw accessDenied(status, error ?? {});
  }

  private slowDown(bodyBytes: number, partly: boolean): void {
    this.throttled++;
    this.props.pace.throttled(bodyBytes, partly, Date.now());
  }

  /** Finds the writes for which a body is refused as a whole, by halving it. */
  private async isolate(
    body: readonly Sendable[],
    status: number,
    error: SearchError | undefined,
  ): Promise<Verdict[]> {
    const [only, ...others] = body;
    if (only !== undefined && others.length === 0) {
      if (this.isContentFree(body)) throw accessDenied(status, error ?? {});
      const wait = this.props.markRefused || this.accepted ? undefined : await this.probe(only.write.index);
      return [wait ? { fate: 'retry', ...wait } : judgeItem(only.write.action, status, error)];
    }
    const half = Math.ceil(body.length / 2);
    const verdicts = await this.send(body.slice(0, half));
    const wait = verdicts.find(({ fate }) => fate === 'retry');
    const rest = body.slice(half);
    const reason = wait?.fate === 'retry' ? wait.reason : undefined;
    return [
      ...verdicts,
      ...(reason === undefined ? await this.send(rest) : all(rest, { fate: 'retry', reason })),
    ];
  }

  /** Without markers nothing shows that a collection refuses whatever it is sent: so it is asked. */
  private async probe(index: string): Promise<Wait | undefined> {
    const answer = await this.props.send(probeRequest(index), this.props.deadline);
    if (answer.status === undefined) return answer;
    const { status } = answer;
    const error = errorOf(answer.body);
    if (isTransient(status) || isMissingIndex(status, error)) return { reason: String(status) };
    if (status !== 200) throw accessDenied(status, error ?? {});
    this.accepted = true;
    return undefined;
  }

  /** A refusal of no more than an id, by a collection that has taken nothing yet, is not the document's fault. */
  private isContentFree(body: readonly Sendable[]): boolean {
    return (
      !this.accepted && body.every(({ form, write }) => form === 'bare-marker' || write.item === undefined)
    );
  }
}

const all = (body: readonly Sendable[], verdict: Verdict): Verdict[] => body.map(() => verdict);
