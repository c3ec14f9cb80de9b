import { isObject } from '../change/attribute-value';
import type { Action } from './action-line';
import { errorOf, judgeItem, type Verdict } from './verdict';

/**
 * Judges a `_bulk` answer item by item. Items are matched by position, so an answer of another length, or with
 * another action at a place, says nothing: every write is to be sent again.
 */
export function judgeBulkAnswer(actions: readonly Action[], body: unknown): Verdict[] {
  const verdicts =
    isObject(body) && Array.isArray(body.items) ? itemVerdicts(actions, body.items) : undefined;
  return (
    verdicts ??
    actions.map(() => ({
      fate: 'retry',
      reason: 'the answer is short or unreadable',
      ambiguous: true,
    }))
  );
}

function itemVerdicts(actions: readonly Action[], items: readonly unknown[]): Verdict[] | undefined {
  if (items.length !== actions.length) return undefined;
  const verdicts: Verdict[] = [];
  for (const [i, action] of actions.entries()) {
    const item = items[i];
    const result = isObject(item) ? item[action] : undefined;
    if (!isObject(result) || typeof result.status !== 'number') return undefined;
    verdicts.push(judgeItem(action, result.status, errorOf(result)));
  }
  return verdicts;
}
