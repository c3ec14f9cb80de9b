import { isObject } from '../change/attribute-value';
import { RESERVED_FIELD } from '../document/document';
import { TOMBSTONES } from '../document/tombstone-query';
import type { SearchRequest } from '../search/search-request';

/** Deletes of so many stay well under the limit of a body. */
const PAGE_SIZE = 1_000;

export interface Tombstone {
  readonly id: string;
  /** When its item was deleted, in microseconds since 1970. */
  readonly at: number;
}

/** Asks for the oldest tombstones from before a time, after the last one of the page before. */
export function pageRequest(index: string, before: number, last: Tombstone | undefined): SearchRequest {
  const [id, at] = [`${RESERVED_FIELD}.id`, `${RESERVED_FIELD}.at`];
  const query = {
    size: PAGE_SIZE,
    _source: false,
    track_total_hits: false,
    query: { bool: { filter: [TOMBSTONES, { range: { [at]: { lt: before } } }] } },
    sort: [{ [at]: 'asc' }, { [id]: 'asc' }],
    ...(last && { search_after: [last.at, last.id] }),
  };
  return {
    method: 'POST',
    path: `/${encodeURIComponent(index)}/_search`,
    body: Buffer.from(JSON.stringify(query)),
  };
}

/** The tombstones of an answer; undefined where it is short or unreadable. */
export function tombstonesOf(body: unknown): Tombstone[] | undefined {
  if (!isObject(body) || body.timed_out !== false || !isObject(body.hits)) return undefined;
  const { hits } = body.hits;
  if (!Array.isArray(hits)) return undefined;
  const tombstones = hits.flatMap((hit) => tombstoneOf(hit) ?? []);
  return tombstones.length === hits.length ? tombstones : undefined;
}

function tombstoneOf(hit: unknown): Tombstone | undefined {
  if (!isObject(hit) || !Array.isArray(hit.sort)) return undefined;
  const [at] = hit.sort;
  return typeof hit._id === 'string' && typeof at === 'number' ? { id: hit._id, at } : undefined;
}
