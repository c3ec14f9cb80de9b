import { ConfigurationError } from '../errors/configuration-error';
import type { SearchAnswer, SearchClient } from '../search/search-client';
import type { SearchRequest } from '../search/search-request';
import { backOffMs } from '../write/back-off';
import { judgeBulkAnswer } from '../write/bulk-answer';
import { errorOf, isMissingIndex, isTransient, type SearchError } from '../write/verdict';
import type { SweepSummary } from './sweep-summary';
import { pageRequest, type Tombstone, tombstonesOf } from './tombstone-page';

export interface TombstoneSweepProps {
  readonly index: string;
  readonly search: Pick<SearchClient, 'send'>;
  /** The latest end of all work, in milliseconds since 1970. */
  readonly deadline: number;
  /** Counts what is done. */
  readonly summary: SweepSummary;
}

/** Removes the tombstones of an index that are old enough, the oldest first. */
export class TombstoneSweep {
  constructor(private readonly props: TombstoneSweepProps) {}

  /**
   * @param before removes the tombstones of deletions before it, in microseconds since 1970
   * @returns why it ended before all were removed, if it did
   * @throws {ConfigurationError} when the collection refuses
   */
  async run(before: number): Promise<string | undefined> {
    try {
      for (let last: Tombstone | undefined; ; ) {
        const page = await this.page(before, last);
        last = page.at(-1);
        if (last === undefined) return undefined;
        await this.remove(page);
      }
    } catch (error) {
      if (error instanceof TimeIsUp) return error.message;
      throw error;
    }
  }

  private async page(before: number, last: Tombstone | undefined): Promise<Tombstone[]> {
    const request = pageRequest(this.props.index, before, last);
    for (let attempt = 0; ; attempt++) {
      const answer = await this.send(request, 'search for tombstones');
      const page = typeof answer === 'string' ? undefined : tombstonesOf(answer.body);
      if (page !== undefined) return page;
      await this.pause(attempt, typeof answer === 'string' ? answer : 'the answer is short or unreadable');
    }
  }

  private async remove(page: readonly Tombstone[]): Promise<void> {
    let pending = page;
    for (let attempt = 0; pending.length > 0; attempt++) {
      const answer = await this.send(deletes(this.props.index, pending), 'remove tombstones');
      if (typeof answer === 'string') {
        await this.pause(attempt, answer);
        continue;
      }
      const { left, reason } = this.settle(pending, answer.body);
      pending = left;
      if (reason !== undefined) await this.pause(attempt, reason);
    }
  }

  /** Counts what an answer settles; answers with what is to be removed still, and why it is not yet. */
  private settle(
    pending: readonly Tombstone[],
    body: unknown,
  ): { readonly left: readonly Tombstone[]; readonly reason: string | undefined } {
    const verdicts = judgeBulkAnswer(
      pending.map(() => 'delete'),
      body,
    );
    let reason: string | undefined;
    const left = pending.filter((_, i) => {
      const verdict = verdicts[i] ?? { fate: 'retry', reason: 'the answer is short' };
      switch (verdict.fate) {
        case 'applied':
          this.props.summary.removed++;
          return false;
        case 'stale':
          this.props.summary.superseded++;
          return false;
        case 'retry':
          reason = verdict.reason;
          return true;
        default:
          throw refused('remove tombstones', verdict.status, verdict.error);
      }
    });
    return { left, reason };
  }

  /** The answer to a request that was taken; the reason where it is to be sent again. */
  private async send(request: SearchRequest, action: string): Promise<Answered | string> {
    const { search, deadline } = this.props;
    if (Date.now() >= deadline) throw new TimeIsUp('no time is left');
    const answer = await search.send(request, deadline);
    if (answer.status === undefined) return answer.reason;
    if (answer.status === 200) return answer;
    const { status } = answer;
    const error = errorOf(answer.body) ?? {};
    if (!isTransient(status) && !isMissingIndex(status, error)) throw refused(action, status, error);
    return `${status} ${error.type ?? ''}`.trim();
  }

  private async pause(attempt: number, reason: string): Promise<void> {
    this.props.summary.retried++;
    const wait = backOffMs(attempt);
    if (Date.now() + wait >= this.props.deadline) throw new TimeIsUp(reason);
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

type Answered = Extract<SearchAnswer, { status: number }>;

/** The sweep ends here; the next run goes on. */
class TimeIsUp extends Error {}

/**
 * Removes nothing that is newer than the tombstone found: a document that has taken its place has a higher
 * version. `external` takes a version above the one in the index only, so it is one more than the tombstone's.
 */
function deletes(index: string, tombstones: readonly Tombstone[]): SearchRequest {
  const lines = tombstones.map(({ id, at }) => {
    const action = { _index: index, _id: id, version: at + 1, version_type: 'external' };
    return `${JSON.stringify({ delete: action })}\n`;
  });
  return {
    method: 'POST',
    path: '/_bulk',
    query: { filter_path: 'items.delete.status,items.delete.error' },
    body: Buffer.from(lines.join('')),
    contentType: 'application/x-ndjson',
  };
}

function refused(action: string, status: number, error: SearchError): ConfigurationError {
  return new ConfigurationError(
    `Could not ${action}: the collection answered ${status} ${JSON.stringify(error).slice(0, 300)}. ` +
      "The function's role needs aoss:APIAccessAll on the collection, and a data access policy that grants it " +
      'aoss:ReadDocument and aoss:WriteDocument on the index; the index must map _cdc.deleted as boolean, _cdc.at as long and _cdc.id as keyword.',
  );
}
