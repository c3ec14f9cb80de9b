import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { checkOneOf, InvalidPropError } from '../validation';

export type StartingPosition = 'TRIM_HORIZON' | 'LATEST' | 'AT_TIMESTAMP';

const STARTING_POSITIONS: readonly StartingPosition[] = ['TRIM_HORIZON', 'LATEST', 'AT_TIMESTAMP'];
const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** Throws an `InvalidPropError` unless a time is given with `AT_TIMESTAMP`, and only then. */
export function checkStartingPosition(
  scope: Construct,
  position: StartingPosition,
  timestamp: string | undefined,
): void {
  checkOneOf(scope, 'startingPosition', position, STARTING_POSITIONS);
  if (Token.isUnresolved(position) || Token.isUnresolved(timestamp)) return;
  if (position !== 'AT_TIMESTAMP' && timestamp !== undefined)
    throw new InvalidPropError(scope, {
      prop: 'startingPositionTimestamp',
      value: timestamp,
      allowed: `left out when startingPosition is ${position}`,
      mend: 'Leave it out, or set startingPosition to AT_TIMESTAMP.',
    });
  if (position === 'AT_TIMESTAMP' && !isTime(timestamp))
    throw new InvalidPropError(scope, {
      prop: 'startingPositionTimestamp',
      value: timestamp,
      allowed: 'a time in RFC 3339, since startingPosition is AT_TIMESTAMP',
      mend: 'Set it to a time such as 2026-01-31T12:00:00Z.',
    });
}

function isTime(timestamp: string | undefined): boolean {
  return timestamp !== undefined && RFC_3339.test(timestamp) && !Number.isNaN(Date.parse(timestamp));
}
