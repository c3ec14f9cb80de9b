import { Fn, Op, Token } from 'cdktf';
import type { Construct } from 'constructs';
import type { ChangeStream } from '../change-stream';
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
  { kind, retentionHours }: ChangeStream,
): number {
  if (seconds === undefined) return defaultAge(retentionHours);
  checkInteger(scope, 'maximumRecordAgeSeconds', seconds, {
    min: 60,
    max: Token.isUnresolved(retentionHours)
      ? LAMBDA_MAXIMUM_SECONDS
      : Math.min(LAMBDA_MAXIMUM_SECONDS, retentionHours * HOUR_SECONDS - 1),
    mend: `Keep it under the retention of the stream, or a change that fails for long is lost before Lambda keeps it${kind === 'kinesis' ? '; or raise retentionHours' : ''}.`,
  });
  return seconds;
}

function defaultAge(retentionHours: number): number {
  if (!Token.isUnresolved(retentionHours))
    return Math.min(LAMBDA_MAXIMUM_SECONDS, (retentionHours - 1) * HOUR_SECONDS);
  return Token.asNumber(
    Fn.min([LAMBDA_MAXIMUM_SECONDS, Token.asNumber(Op.mul(Op.sub(retentionHours, 1), HOUR_SECONDS))]),
  );
}
