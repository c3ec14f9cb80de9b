import type { SearchRequest } from '../search/search-client';

/**
 * Asks whether a collection takes anything at all, and changes nothing: the delete of a document by the first of
 * all versions, which is older than any change.
 */
export function probeRequest(index: string, id: string): SearchRequest {
  const action = { delete: { _index: index, _id: id, version: 1, version_type: 'external' } };
  return {
    method: 'POST',
    path: '/_bulk',
    body: Buffer.from(`${JSON.stringify(action)}\n`),
    contentType: 'application/x-ndjson',
  };
}
