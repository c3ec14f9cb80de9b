import { takeBuffer } from '../memory/buffer-pool';
import type { SearchRequest } from '../search/search-client';
import type { BulkLines } from './write';

/** What is judged of an answer; spelt without `*`, which signers and servers encode differently. */
const FILTER = ['status', 'error']
  .flatMap((field) => [`items.index.${field}`, `items.delete.${field}`])
  .join(',');

/** The request's body is to be given back to the pool when it is sent. */
export function bulkRequest(lines: readonly BulkLines[]): SearchRequest & { readonly body: Buffer } {
  return {
    method: 'POST',
    path: '/_bulk',
    query: { filter_path: FILTER },
    body: joined(lines),
    contentType: 'application/x-ndjson',
  };
}

function joined(lines: readonly BulkLines[]): Buffer {
  const body = takeBuffer(lines.reduce((sum, { bytes }) => sum + bytes, 0));
  let end = 0;
  // What stands between two items is written at once: a write costs as much as a hundred bytes of it.
  let text = '';
  for (const { head, item, tail } of lines) {
    text += head;
    if (item !== undefined) {
      end += body.write(text, end);
      end += item.json.copy(body, end, item.start, item.end);
      text = '';
    }
    text += tail;
  }
  end += body.write(text, end);
  return body.subarray(0, end);
}

/** How many of the first writes make a body of at most so many bytes; one that is larger goes alone. */
export function bodyLength(writes: readonly { readonly lines: BulkLines }[], limitBytes: number): number {
  let bytes = 0;
  const end = writes.findIndex(({ lines }) => {
    bytes += lines.bytes;
    return bytes > limitBytes;
  });
  return end < 0 ? writes.length : Math.max(1, end);
}
