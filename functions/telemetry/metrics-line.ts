export interface Metric {
  readonly name: string;
  readonly unit: 'Count' | 'Milliseconds' | 'Bytes';
  readonly value: number;
}

/** What a log line tells beside its metrics. */
export interface LineContext {
  /** The CloudWatch namespace of the metrics. */
  readonly namespace: string;
  readonly table: string;
  readonly durationMs: number;
  /** Why not all was done that should have been. */
  readonly reason?: string;
}

/**
 * An invocation's one log line, as an object: CloudWatch makes metrics of it (embedded metric format), by the dimension
 * TableName. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 *
 * @param properties what else the line tells
 * @param isWarning whether it is a warning even without a reason
 */
export function metricsLine(
  message: string,
  metrics: readonly Metric[],
  { namespace, table, durationMs, reason }: LineContext,
  properties: Readonly<Record<string, unknown>>,
  isWarning: boolean,
  now: number,
): object {
  return {
    level: reason === undefined && !isWarning ? 'INFO' : 'WARN',
    message,
    ...(reason !== undefined && { reason }),
    TableName: table,
    ...properties,
    durationMs,
    ...Object.fromEntries(metrics.map(({ name, value }) => [name, value])),
    _aws: {
      Timestamp: now,
      CloudWatchMetrics: [
        {
          Namespace: namespace,
          Dimensions: [['TableName']],
          Metrics: metrics.map(({ name, unit }) => ({ Name: name, Unit: unit })),
        },
      ],
    },
  };
}
