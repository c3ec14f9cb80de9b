import { isObject } from '../change/attribute-value';
import type { Action } from './action-line';

/** An OpenSearch error as it came, to be kept verbatim. */
export type SearchError = Readonly<Record<string, unknown>>;

/** What an answer means for one write. */
export type Verdict =
  | { readonly fate: 'applied' }
  /** Something as new or newer is in the index already. */
  | { readonly fate: 'stale' }
  /**
   * For a reason that passes. Ambiguous where the write may have been applied, or may yet be; throttled where the
   * collection has no capacity for it.
   */
  | {
      readonly fate: 'retry';
      readonly reason: string;
      readonly ambiguous?: boolean;
      readonly throttled?: boolean;
    }
  /** The document itself cannot be indexed. */
  | { readonly fate: 'refused'; readonly status: number; readonly error: SearchError }
  /** For a reason that is not the document's and that somebody has to mend. */
  | { readonly fate: 'denied'; readonly status: number; readonly error: SearchError };

/** The statuses that pass by themselves; 402 is Serverless at its capacity limit. */
export const isTransient = (status: number): boolean =>
  status === 402 || status === 408 || status === 429 || status >= 500;

/** Refusals with status 400 that are the index's or the collection's fault, not the document's. */
const CONFIGURATION_TYPES = new Set(['index_closed_exception', 'invalid_index_name_exception']);
const CONFIGURATION_REASON =
  /^(Document ID is not supported|no write index is defined for alias|alias \[.*\] has more than one ind)/i;

/** The statuses of a collection that is asked for more than it can do just now. */
export const isThrottling = (status: number): boolean => status === 429 || status === 402 || status === 503;

/** The statuses of a collection, or of a gateway before it, that does not know how a write ended. */
export const isAmbiguous = (status: number): boolean => status === 408 || (status >= 500 && status !== 503);

/** Why something is to be sent again, in a few words. */
export const reasonOf = (status: number, error: SearchError | undefined): string =>
  `${status} ${error?.type ?? ''}`.trim();

/** Judges one item of a `_bulk` answer. */
export function judgeItem(action: Action, status: number, error: SearchError | undefined): Verdict {
  if (status === 200 || status === 201) return { fate: 'applied' };
  if (status === 409) return { fate: 'stale' };
  if (status === 404 && error === undefined) {
    return action === 'delete' ? { fate: 'applied' } : { fate: 'retry', reason: '404 without an error' };
  }
  if (isMissingIndex(status, error) || isTransient(status)) {
    return {
      fate: 'retry',
      reason: reasonOf(status, error),
      ambiguous: isAmbiguous(status),
      throttled: isThrottling(status),
    };
  }
  if (status === 413 || (status === 400 && !isConfiguration(error))) {
    return { fate: 'refused', status, error: error ?? { status } };
  }
  return { fate: 'denied', status, error: error ?? { status } };
}

/** A missing index is either being made just now, or not yet seen by every node of the collection. */
export function isMissingIndex(status: number, error: SearchError | undefined): boolean {
  return status === 404 && error?.type === 'index_not_found_exception';
}

/** By the reason's beginning: what follows may quote the document. */
function isConfiguration(error: SearchError | undefined): boolean {
  if (CONFIGURATION_TYPES.has(String(error?.type))) return true;
  return error?.type === 'illegal_argument_exception' && CONFIGURATION_REASON.test(String(error.reason));
}

/** The error object of an answer's body, where there is one. */
export function errorOf(body: unknown): SearchError | undefined {
  if (!isObject(body)) return undefined;
  if (isObject(body.error)) return body.error;
  const text = body.error ?? body.message ?? body.Message;
  return typeof text === 'string' ? { reason: text } : undefined;
}
