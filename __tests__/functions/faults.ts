import type { BulkAction } from './bulk-body';

/** An answer that the collection gives before it has looked at the writes. */
export interface Refusal {
  readonly status: number;
  /** JSON, or the page of a proxy on the way. */
  readonly body: object | string;
}

/** What one item of a `_bulk` answer says of a write that was not done. */
export interface ItemFailure {
  readonly status: number;
  readonly error: { readonly type: string; readonly reason: string };
}

const refusal = (status: number, type: string): Refusal => ({
  status,
  body: { status, error: { type, reason: type } },
});

const itemFailure = (status: number, type: string, reason = type): ItemFailure => ({
  status,
  error: { type, reason },
});

/** Nothing of the request is done. */
export const REFUSED_REQUESTS = {
  'throttled request': refusal(429, 'rejected_execution_exception'),
  'capacity limit': refusal(402, 'service_quota_exceeded_exception'),
  'request time-out': refusal(408, 'timeout_exception'),
  'internal error': refusal(500, 'internal_server_error'),
  'bad gateway': { status: 502, body: '<html><body>502 Bad Gateway</body></html>' },
  unavailable: refusal(503, 'unavailable_exception'),
  'gateway time-out': { status: 504, body: '' },
  'missing index': refusal(404, 'index_not_found_exception'),
  'access denied': refusal(403, 'authorization_exception'),
  unauthorized: { status: 401, body: { message: 'Unauthorized' } },
} as const satisfies Record<string, Refusal>;

/** The same, for bodies of two or more documents: a single one that is refused so is rightly parked. */
export const REFUSED_BODIES = {
  'body too large': { status: 413, body: {} },
  'body that cannot be read': refusal(400, 'illegal_argument_exception'),
} as const satisfies Record<string, Refusal>;

/** Of documents that have an `n`: see {@link suits}. */
const RACE = itemFailure(
  400,
  'illegal_argument_exception',
  'mapper [n] cannot be changed from type [long] to [keyword]',
);

/** Every other write of a request is not done, for these reasons in turn; the rest is. */
export const FAILED_ITEMS = {
  'throttled items': [itemFailure(429, 'rejected_execution_exception')],
  'capacity limit for items': [itemFailure(402, 'service_quota_exceeded_exception')],
  'time-out for items': [itemFailure(408, 'timeout_exception')],
  'failed items': [itemFailure(500, 'exception'), itemFailure(503, 'unavailable_shards_exception')],
  'missing index for items': [itemFailure(404, 'index_not_found_exception')],
  'mapping race for items': [RACE],
  'blocked items': [itemFailure(403, 'cluster_block_exception')],
  'access denied for items': [itemFailure(403, 'authorization_exception')],
  'closed index for items': [itemFailure(400, 'index_closed_exception')],
  'mixed failures of items': [
    itemFailure(429, 'rejected_execution_exception'),
    RACE,
    itemFailure(503, 'unavailable_shards_exception'),
    itemFailure(404, 'index_not_found_exception'),
    itemFailure(402, 'service_quota_exceeded_exception'),
  ],
} as const satisfies Record<string, readonly ItemFailure[]>;

/** Whether the engine could say it of a write: a race of mappings is about a field of the document. */
export function suits(failure: ItemFailure, source: string | undefined): boolean {
  return failure !== RACE || (source !== undefined && 'n' in JSON.parse(source));
}

/** The connection ends, or goes silent, or a gateway gives up. */
export const BROKEN_CONNECTIONS = [
  'reset before the write',
  'reset after the write',
  'hang before the write',
  'hang after the write',
  'reset, then a late write',
  'gateway time-out, then a late write',
  'hang, then a late write',
] as const;

/** The writes are done; what is said of it arrives otherwise. */
export const SPOILT_ANSWERS = [
  'truncated answer',
  'stalled body',
  'answer that is no JSON',
  'answer with an item missing',
  'answer with another action',
  'conflicts after the write',
] as const;

type Names<T> = keyof T & string;

/** What goes wrong with one request. */
export type Fault =
  | 'none'
  | Names<typeof REFUSED_REQUESTS>
  | Names<typeof REFUSED_BODIES>
  | Names<typeof FAILED_ITEMS>
  | (typeof BROKEN_CONNECTIONS)[number]
  | (typeof SPOILT_ANSWERS)[number];

const names = <T extends object>(table: T): Names<T>[] => Object.keys(table) as Names<T>[];

export const FAULTS: readonly Fault[] = [
  'none',
  ...names(REFUSED_REQUESTS),
  ...names(REFUSED_BODIES),
  ...names(FAILED_ITEMS),
  ...BROKEN_CONNECTIONS,
  ...SPOILT_ANSWERS,
];

/** Whether a fault is one of a table. */
export const isIn = <T extends object>(table: T, fault: string): fault is keyof T & string => fault in table;

/** The fault, or none where it would say something of the one document in the body, or of none. */
export function applicable(fault: Fault, actions: readonly BulkAction[]): Fault {
  if (isIn(REFUSED_BODIES, fault) && actions.length < 2) return 'none';
  return isIn(FAILED_ITEMS, fault) && actions.length < 1 ? 'none' : fault;
}
