import { takeBuffer } from '../memory/buffer-pool';
import type { SearchRequest } from '../search/search-request';
import type { SearchError } from './verdict';
import { type BulkLines, bulkLines, type Form, type Write } from './write';

/** What of a write is sent, and in which form. */
export interface Sendable {
  readonly write: Write;
  readonly form: Form;
  /** Why the document was refused, once it was. */
  readonly refusal?: SearchError;
}

export interface BulkRequest extends SearchRequest {
  /** It is to be given back to the pool when it is sent. */
  readonly body: Buffer;
  /** How many of the writes it has: the first ones. */
  readonly writes: number;
}

/** What is judged of an answer; spelt without `*`, which signers and servers encode differently. */
const FILTER = ['status', 'error']
  .flatMap((field) => [`items.index.${field}`, `items.delete.${field}`])
  .join(',');

/** A request with as many of the first writes as make a body of at most so many bytes; one that is larger goes alone. */
export function bulkRequest(writes: readonly Sendable[], limitBytes = Number.POSITIVE_INFINITY): BulkRequest {
  const lines = linesWithin(writes, limitBytes);
  return {
    method: 'POST',
    path: '/_bulk',
    query: { filter_path: FILTER },
    body: joined(lines),
    contentType: 'application/x-ndjson',
    writes: lines.length,
  };
}

/** Made for each request, and not kept: there may be many more writes than one body takes. */
function linesWithin(writes: readonly Sendable[], limitBytes: number): BulkLines[] {
  const result: BulkLines[] = [];
  let bytes = 0;
  for (const { write, form, refusal } of writes) {
    const lines = bulkLines(write, form, String(refusal?.type ?? 'too_large'));
    bytes += lines.bytes;
    if (bytes > limitBytes && result.length > 0) break;
    result.push(lines);
  }
  return result;
}

function joined(lines: readonly BulkLines[]): Buffer {
  const body = takeBuffer(lines.reduce((sum, { bytes }) => sum + bytes, 0));
  let end = 0;
  // What stands between two items is written at once: a write costs as much as a hundred bytes of it.
  let text = '';
  for (const { head, item, tail } of lines) {
    text += head;
    if (item !== undefined) {
      end += body.write(text, end, 'latin1');
      end += item.json.copy(body, end, item.start, item.end);
      text = '';
    }
    text += tail;
  }
  end += body.write(text, end, 'latin1');
  return body.subarray(0, end);
}
