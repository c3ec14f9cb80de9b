import { Fn, Op, Token } from 'cdktf';
import type { Construct } from 'constructs';
import type { ChangeStream } from '../change-stream';
import { orElse } from '../conditions';
import { checkInteger } from '../validation';

/** The oldest that Lambda lets a record be. */
const LAMBDA_MAXIMUM_SECONDS = 604_800;
const HOUR_SECONDS = 3_600;

/**
 * The age in seconds at which Lambda gives a change up and keeps it, while the stream still has it. The endless
 * age (-1) is refused: a change that outlives the stream's retention is lost without a trace.
 */
export function maximumRecordAge(
  scope: Construct,
  seconds: number | undefined,
  { kind, retentionHours, longestRetentionHours }: ChangeStream,
): number {
  if (seconds === undefined) return defaultAge(retentionHours);
  checkInteger(scope, 'maximumRecordAgeSeconds', seconds, {
    min: 60,
    max: allowedAge(longestRetentionHours, 1),
    mend: `Keep it under the retention of the stream, or a change that fails for long is lost before Lambda keeps it${kind === 'kinesis' ? '; or raise retentionHours' : ''}.`,
  });
  return orElse(seconds, defaultAge(retentionHours));
}

/** An hour less than the stream keeps a change. */
function defaultAge(retentionHours: number): number {
  return allowedAge(retentionHours, HOUR_SECONDS);
}

/** So many seconds less than the stream keeps a change, where Lambda allows that. */
function allowedAge(retentionHours: number, seconds: number): number {
  if (!Token.isUnresolved(retentionHours))
    return Math.min(LAMBDA_MAXIMUM_SECONDS, retentionHours * HOUR_SECONDS - seconds);
  const age = Op.sub(Token.asNumber(Op.mul(retentionHours, HOUR_SECONDS)), seconds);
  return Token.asNumber(Fn.min([LAMBDA_MAXIMUM_SECONDS, Token.asNumber(age)]));
}
