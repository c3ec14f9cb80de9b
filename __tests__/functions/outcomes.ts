import { bulkItems } from './bulk-body';

/** Everything that the collection can say of a request or of one write, by the name that is counted. */
export const OUTCOMES = [
  'request 400',
  'request 401',
  'request 402',
  'request 403',
  'request 404 index_not_found_exception',
  'request 408',
  'request 413',
  'request 429',
  'request 5xx',
  'item 200',
  'item 201',
  'delete 404 without error',
  'item 400 mapper_parsing_exception',
  'item 400 illegal_argument_exception',
  'item 400 mapping race',
  'item 400 index_closed_exception',
  'item 402',
  'item 403 authorization_exception',
  'item 403 cluster_block_exception',
  'item 404 index_not_found_exception',
  'item 408',
  'item 409',
  'item 429',
  'item 5xx',
] as const;

/** Names the outcomes that an answer tells; those of the items where it is a `_bulk` answer. */
export function outcomesOf(status: number, answer: string): string[] {
  if (status !== 200) return [`request ${named(status, errorOf(answer))}`];
  const items = bulkItems(answer) ?? [];
  return items.flatMap((item) =>
    Object.entries(item).map(([action, { status, error }]) => {
      if (status === 404 && error === undefined) return `${action} 404 without error`;
      return `item ${named(status, error)}`;
    }),
  );
}

interface NamedError {
  readonly type?: string;
  readonly reason?: string;
}

function named(status: number, error: NamedError | undefined): string {
  if (status >= 500) return '5xx';
  if (status === 404) return `404 ${error?.type}`;
  if (error === undefined || (status !== 400 && status !== 403)) return String(status);
  if (/cannot be changed from type|can't merge/.test(error.reason ?? '')) return `${status} mapping race`;
  return `${status} ${error.type}`;
}

function errorOf(answer: string): NamedError | undefined {
  // Of a whole request the status tells enough, but for 404.
  return answer.includes('index_not_found_exception') ? { type: 'index_not_found_exception' } : undefined;
}
