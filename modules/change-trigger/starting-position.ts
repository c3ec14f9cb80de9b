import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import type { ChangeStream } from '../change-stream';
import { checkOneOf, InvalidPropError } from '../validation';

export type StartingPosition = 'TRIM_HORIZON' | 'LATEST' | 'AT_TIMESTAMP';

/** Lambda starts a DynamoDB stream at either end only ("CreateEventSourceMapping", Lambda API reference). */
const STARTING_POSITIONS: Readonly<Record<ChangeStream['kind'], readonly StartingPosition[]>> = {
  kinesis: ['TRIM_HORIZON', 'LATEST', 'AT_TIMESTAMP'],
  dynamodb: ['TRIM_HORIZON', 'LATEST'],
};
const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** Throws an `InvalidPropError` unless the stream can be started there, and a time is given with `AT_TIMESTAMP` only. */
export function checkStartingPosition(
  scope: Construct,
  kind: ChangeStream['kind'],
  position: StartingPosition,
  timestamp: string | undefined,
): void {
  checkOneOf(scope, 'startingPosition', position, STARTING_POSITIONS[kind]);
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
