import { type LineContext, type Metric, metricsLine } from './metrics-line';

/** What one invocation did, in counts. */
export interface Summary {
  /** Records received. */
  changes: number;
  /** Documents written or deleted. */
  applied: number;
  /** Writes that found something as new or newer in the index. */
  stale: number;
  /** Changes made superfluous by another of the same item in the batch. */
  coalesced: number;
  /** Changes that can never be indexed, kept aside. */
  parked: number;
  /** Writes that were sent again. */
  retried: number;
  /** `_bulk` requests. */
  bulkRequests: number;
  /** Those of them that the collection refused, in whole or in part, for want of capacity. */
  throttled: number;
  /** Time waited between requests, in milliseconds. */
  pausedMs: number;
  /** How large a `_bulk` body may be when the invocation ends: it shrinks while the collection throttles. */
  bulkLimitBytes: number;
  /** Changes given back to the stream. */
  unfinished: number;
  /** Kinesis changes told in milliseconds only: two of one item in the same millisecond tie. */
  coarse: number;
  /** Age of the oldest change received, in milliseconds. */
  ageOfOldestMs: number;
}

export interface SummaryContext extends LineContext {
  readonly index: string;
}

const METRICS: readonly { readonly key: keyof Summary; readonly unit: Metric['unit'] }[] = [
  { key: 'changes', unit: 'Count' },
  { key: 'applied', unit: 'Count' },
  { key: 'stale', unit: 'Count' },
  { key: 'coalesced', unit: 'Count' },
  { key: 'parked', unit: 'Count' },
  { key: 'retried', unit: 'Count' },
  { key: 'bulkRequests', unit: 'Count' },
  { key: 'throttled', unit: 'Count' },
  { key: 'pausedMs', unit: 'Milliseconds' },
  { key: 'bulkLimitBytes', unit: 'Bytes' },
  { key: 'unfinished', unit: 'Count' },
  { key: 'coarse', unit: 'Count' },
  { key: 'ageOfOldestMs', unit: 'Milliseconds' },
];

export const emptySummary = (changes: number): Summary => ({
  changes,
  applied: 0,
  stale: 0,
  coalesced: 0,
  parked: 0,
  retried: 0,
  bulkRequests: 0,
  throttled: 0,
  pausedMs: 0,
  bulkLimitBytes: 0,
  unfinished: 0,
  coarse: 0,
  ageOfOldestMs: 0,
});

/**
 * The invocation's one log line: its metrics are named as the counts but with a capital. It holds nothing of any item.
 */
export function summaryLine(summary: Summary, context: SummaryContext, now: number): object {
  const metrics = METRICS.map(({ key, unit }) => ({ name: metricName(key), unit, value: summary[key] }));
  const { index } = context;
  return metricsLine('changes indexed', metrics, context, { index }, summary.coarse > 0, now);
}

const metricName = (key: string): string => key.charAt(0).toUpperCase() + key.slice(1);
