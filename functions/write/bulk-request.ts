import { takeBuffer } from '../memory/buffer-pool';
import type { SearchRequest } from '../search/search-client';
import type { BulkLines } from './write';

/** Bodies stay under it; Serverless takes about 10 MiB, Data Prepper sends at most this. */
const MAX_BODY_BYTES = 5 * 1024 * 1024;

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
  for (const { head, item, tail } of lines) {
    end += body.write(head, end);
    if (item !== undefined) end += item.json.copy(body, end, item.start, item.end);
    end += body.write(tail, end);
  }
  return body.subarray(0, end);
}

/** Cuts writes into bodies of at most {@link MAX_BODY_BYTES}; a larger single one goes alone. */
export function bodies<T extends { readonly lines: BulkLines }>(writes: readonly T[]): T[][] {
  const result: T[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const write of writes) {
    bytes += write.lines.bytes;
    if (bytes > MAX_BODY_BYTES) {
      result.push([]);
      bytes = write.lines.bytes;
    }
    result.at(-1)?.push(write);
  }
  return result;
}
