/** What the function returned; undefined is an answer too. */
export type Answer = { readonly answer: unknown } | 'failed';

export interface Outcome {
  /** How many records, from the batch's first, are done. */
  readonly done: number;
  /** Whether the function itself named the first record that is not. */
  readonly reported: boolean;
}

const FAILED: Outcome = { done: 0, reported: false };

/**
 * What an answer means, with `ReportBatchItemFailures`.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
 */
export function judge(sequenceNumbers: readonly string[], answer: Answer): Outcome {
  if (answer === 'failed') return FAILED;
  const returned = Object(answer.answer ?? {}) as { batchItemFailures?: unknown };
  const failures = returned.batchItemFailures ?? [];
  if (!Array.isArray(failures)) return FAILED;
  if (failures.length === 0) return { done: sequenceNumbers.length, reported: false };
  const places = failures.map((failure) => sequenceNumbers.indexOf(Object(failure).itemIdentifier));
  return places.includes(-1) ? FAILED : { done: Math.min(...places), reported: true };
}
