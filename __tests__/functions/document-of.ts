import type { Change } from '../../functions/change/change';
import { routerOf } from '../../functions/route/router';
import { type BulkLines, bulkLines, type Form, planWrites, type Removal } from '../../functions/write/write';

const ITEMS = routerOf([{ index: 'items' }]);

/** The document of an upserted item, or what stands in for it, as JSON text. */
export function document(change: Change, form: Form = 'document', refusal = ''): string {
  return linesOf(change, form, refusal)[1] ?? '';
}

/** The lines of a single change in a `_bulk` body. */
export function linesOf(
  change: Change,
  form: Form = 'document',
  refusal = '',
  removal: Removal = 'delete',
): string[] {
  return planWrites([change], ITEMS, removal).flatMap((write) =>
    joined(bulkLines(write, form, refusal)).split('\n'),
  );
}

const joined = ({ head, item, tail }: BulkLines): string => head + (item ?? '') + tail;
