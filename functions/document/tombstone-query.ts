import { RESERVED_FIELD } from './document';

/** The query that finds tombstones. */
export const TOMBSTONES = { term: { [`${RESERVED_FIELD}.deleted`]: true } };

/** The filter that leaves them out. */
export const LIVE_DOCUMENTS = { bool: { must_not: TOMBSTONES } };
