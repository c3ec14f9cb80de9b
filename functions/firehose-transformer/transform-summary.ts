import { type LineContext, type Metric, metricsLine } from '../telemetry/metrics-line';

/** What one invocation did, in counts. */
export interface TransformSummary {
  /** Records received. */
  changes: number;
  /** Lines given to Firehose. */
  lines: number;
  /** Changes that the filter excludes, and deletes where a line is an item. */
  dropped: number;
  /** Records that Firehose is to keep under its error prefix. */
  failed: number;
  /** Records that had no room in the answer, and are in the Kinesis stream once more. */
  putBack: number;
  /** Records that were put back again, because the stream had not taken them. */
  retried: number;
  /** Changes that were too large with their old image, and went without. */
  withoutOldImage: number;
  /** Changes told in milliseconds only: two of one item in the same millisecond tie. */
  coarse: number;
  /** Age of the oldest change received, in milliseconds. */
  ageOfOldestMs: number;
}

/** Named apart from those of search: a table may have both. */
const METRICS = [
  { key: 'changes', name: 'ArchiveChanges', unit: 'Count' },
  { key: 'lines', name: 'ArchiveLines', unit: 'Count' },
  { key: 'dropped', name: 'ArchiveDropped', unit: 'Count' },
  { key: 'failed', name: 'ArchiveFailed', unit: 'Count' },
  { key: 'putBack', name: 'ArchivePutBack', unit: 'Count' },
  { key: 'retried', name: 'ArchiveRetried', unit: 'Count' },
  { key: 'withoutOldImage', name: 'ArchiveWithoutOldImage', unit: 'Count' },
  { key: 'coarse', name: 'ArchiveCoarse', unit: 'Count' },
  { key: 'ageOfOldestMs', name: 'ArchiveAgeOfOldestMs', unit: 'Milliseconds' },
] as const satisfies readonly (Omit<Metric, 'value'> & { readonly key: keyof TransformSummary })[];

export const emptyTransformSummary = (changes: number): TransformSummary => ({
  changes,
  lines: 0,
  dropped: 0,
  failed: 0,
  putBack: 0,
  retried: 0,
  withoutOldImage: 0,
  coarse: 0,
  ageOfOldestMs: 0,
});

/** The invocation's one log line. It holds nothing of any item. */
export function transformLine(
  summary: TransformSummary,
  context: LineContext & { readonly failures: Readonly<Record<string, number>> },
  now: number,
): object {
  const { failures } = context;
  const metrics = METRICS.map(({ key, name, unit }) => ({ name, unit, value: summary[key] }));
  const isWarning = summary.failed > 0 || summary.coarse > 0;
  return metricsLine('changes transformed', metrics, context, { failures }, isWarning, now);
}
