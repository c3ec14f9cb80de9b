import type { SearchRequest } from '../search/search-request';

/**
 * Asks whether a collection takes anything at all, and changes nothing: the delete, by the first of all
 * versions, of a document that no item has: its id would begin with a type.
 */
export function probeRequest(index: string): SearchRequest {
  const action = { delete: { _index: index, _id: 'probe', version: 1, version_type: 'external' } };
  return {
    method: 'POST',
    path: '/_bulk',
    body: Buffer.from(`${JSON.stringify(action)}\n`),
    contentType: 'application/x-ndjson',
  };
}
