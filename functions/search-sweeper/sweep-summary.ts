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
  const { namespace, table, index, durationMs, reason } = context;
  return {
    level: reason === undefined ? 'INFO' : 'WARN',
    message: 'tombstones swept',
    ...(reason !== undefined && { reason }),
    TableName: table,
    index,
    durationMs,
    [METRICS.removed]: summary.removed,
    [METRICS.superseded]: summary.superseded,
    [METRICS.retried]: summary.retried,
    _aws: {
      Timestamp: now,
      CloudWatchMetrics: [
        {
          Namespace: namespace,
          Dimensions: [['TableName']],
          Metrics: Object.values(METRICS).map((Name) => ({ Name, Unit: 'Count' })),
        },
      ],
    },
  };
}
