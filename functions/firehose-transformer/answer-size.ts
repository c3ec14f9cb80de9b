import type { Answer } from './firehose-event';

/** An answer to no record. */
const FRAME_BYTES = '{"records":[]}'.length;

/**
 * How many bytes the answers to all records may have: the 6 MB that AWS names, in the smaller reading; Lambda refuses
 * more than 6,291,556. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const MAX_ANSWERS_BYTES = 6_000_000 - FRAME_BYTES;

/** How many bytes an answer takes with its comma, exactly: it is sent as JSON, in UTF-8. */
export function answerBytes(answer: Answer): number {
  return Buffer.byteLength(JSON.stringify(answer)) + ','.length;
}
