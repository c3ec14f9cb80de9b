import { type LineContext, type Metric, metricsLine } from '../telemetry/metrics-line';

/** What one invocation did, in counts. */
export interface ForwardSummary {
  /** Records received. */
  changes: number;
  /** Lines that the delivery stream took. */
  lines: number;
  /** Changes that the filter excludes, and deletes where a line is an item. */
  dropped: number;
  /** Changes that can never be archived, kept aside. */
  parked: number;
  /** Lines that were sent again. */
  retried: number;
  /** Changes that were too large with their old image, and went without. */
  withoutOldImage: number;
  /** Changes given back to the stream. */
  unfinished: number;
  /** Age of the oldest change received, in milliseconds. */
  ageOfOldestMs: number;
}

/** Named apart from those of search: a table may have both. */
const METRICS = [
  { key: 'changes', name: 'ArchiveChanges', unit: 'Count' },
  { key: 'lines', name: 'ArchiveLines', unit: 'Count' },
  { key: 'dropped', name: 'ArchiveDropped', unit: 'Count' },
  { key: 'parked', name: 'ArchiveParked', unit: 'Count' },
  { key: 'retried', name: 'ArchiveRetried', unit: 'Count' },
  { key: 'withoutOldImage', name: 'ArchiveWithoutOldImage', unit: 'Count' },
  { key: 'unfinished', name: 'ArchiveUnfinished', unit: 'Count' },
  { key: 'ageOfOldestMs', name: 'ArchiveAgeOfOldestMs', unit: 'Milliseconds' },
] as const satisfies readonly (Omit<Metric, 'value'> & { readonly key: keyof ForwardSummary })[];

export const emptyForwardSummary = (changes: number): ForwardSummary => ({
  changes,
  lines: 0,
  dropped: 0,
  parked: 0,
  retried: 0,
  withoutOldImage: 0,
  unfinished: 0,
  ageOfOldestMs: 0,
});

/** The invocation's one log line. It holds nothing of any item. */
export function forwardLine(
  summary: ForwardSummary,
  context: LineContext & { readonly deliveryStream: string },
  now: number,
): object {
  const metrics = METRICS.map(({ key, name, unit }) => ({ name, unit, value: summary[key] }));
  const { deliveryStream } = context;
  return metricsLine('changes forwarded', metrics, context, { deliveryStream }, summary.parked > 0, now);
}
