import { type BulkItem, bulkItems } from './bulk-body';
import type { Fault } from './faults';

/** A `_bulk` answer that says something else than what happened. */
export function withItems(fault: Fault, text: string): string {
  const items = bulkItems(text);
  if (items === undefined) return text;
  if (fault === 'answer with an item missing') return JSON.stringify({ items: items.slice(0, -1) });
  if (fault === 'answer with another action') return JSON.stringify({ items: items.map(otherAction) });
  if (fault === 'conflicts after the write') return JSON.stringify({ items: items.map(conflict) });
  return text;
}

const OTHER_ACTIONS: Readonly<Record<string, string>> = { index: 'delete', delete: 'index' };

function otherAction(item: BulkItem): BulkItem {
  return Object.fromEntries(Object.entries(item).map(([name, result]) => [OTHER_ACTIONS[name], result]));
}

/** As when the collection itself sent the write twice: the second time it is in the way of itself. */
function conflict(item: BulkItem): BulkItem {
  const error = { type: 'version_conflict_engine_exception', reason: 'version conflict' };
  return Object.fromEntries(
    Object.entries(item).map(([name, result]) => [
      name,
      result.status < 300 ? { status: 409, error } : result,
    ]),
  );
}
