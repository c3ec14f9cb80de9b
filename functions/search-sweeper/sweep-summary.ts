import { metricsLine } from '../telemetry/metrics-line';
import type { SummaryContext } from '../telemetry/summary';

/** What one sweep did, in counts. */
export interface SweepSummary {
  /** Tombstones removed. */
  removed: number;
  /** Tombstones that were gone already, or had something newer in their place, which stays. */
  superseded: number;
  /** Requests that were sent again. */
  retried: number;
}

const METRICS = {
  removed: 'TombstonesRemoved',
  superseded: 'TombstonesSuperseded',
  retried: 'SweepRetried',
} as const satisfies Record<keyof SweepSummary, string>;

export const emptySweepSummary = (): SweepSummary => ({ removed: 0, superseded: 0, retried: 0 });

/** The sweep's one log line, as an object that CloudWatch makes metrics of, by the dimension TableName. */
export function sweepLine(summary: SweepSummary, context: SummaryContext, now: number): object {
  const metrics = [
    { name: METRICS.removed, unit: 'Count', value: summary.removed },
    { name: METRICS.superseded, unit: 'Count', value: summary.superseded },
    { name: METRICS.retried, unit: 'Count', value: summary.retried },
  ] as const;
  return metricsLine('tombstones swept', metrics, context, { index: context.index }, false, now);
}
