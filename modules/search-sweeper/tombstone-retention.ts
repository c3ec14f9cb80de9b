import { Op, Token } from 'cdktf';
import type { Construct } from 'constructs';
import type { ChangeStream } from '../change-stream';
import { orElse } from '../conditions';
import { checkInteger } from '../validation';

/** A week for DynamoDB to put a change into the stream, which takes milliseconds as a rule; a day for all else. */
const BEFORE_THE_STREAM_HOURS = 168 + 24;
const MAX_HOURS = 87_600;

/**
 * How long a tombstone is kept, in hours: longer than the age of any change that may still be written, which is
 * what it takes to get into the stream and what the stream keeps it.
 */
export function tombstoneRetention(
  scope: Construct,
  hours: number | undefined,
  { kind, retentionHours: streamRetentionHours, shortestRetentionHours }: ChangeStream,
): number {
  const byDefault = beyond(streamRetentionHours);
  if (hours === undefined) return byDefault;
  checkInteger(scope, 'tombstoneRetentionHours', hours, {
    min: beyond(shortestRetentionHours),
    max: MAX_HOURS,
    mend:
      kind === 'kinesis'
        ? `Keep it at least ${BEFORE_THE_STREAM_HOURS} above retentionHours, or a late change brings a deleted item back; or lower retentionHours.`
        : `Keep it at least ${BEFORE_THE_STREAM_HOURS} above the ${streamRetentionHours} of the stream, or a late change brings a deleted item back.`,
  });
  return orElse(hours, byDefault);
}

function beyond(streamRetentionHours: number): number {
  return Token.isUnresolved(streamRetentionHours)
    ? Token.asNumber(Op.add(streamRetentionHours, BEFORE_THE_STREAM_HOURS))
    : streamRetentionHours + BEFORE_THE_STREAM_HOURS;
}
