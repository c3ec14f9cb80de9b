import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import type { ChangeStream } from '../change-stream';
import { matches } from '../terraform-module/expression';
import { variableOf } from '../terraform-module/module-variable';
import { addVariableRule, checkOneOf, InvalidPropError } from '../validation';

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
  addTimestampRules(position, timestamp);
  if (Token.isUnresolved(position) || Token.isUnresolved(timestamp)) return;
  if (position !== 'AT_TIMESTAMP' && timestamp !== undefined)
    throw new InvalidPropError(scope, {
      prop: 'startingPositionTimestamp',
      value: timestamp,
      ...superfluous(position),
    });
  if (position === 'AT_TIMESTAMP' && !isTime(timestamp))
    throw new InvalidPropError(scope, {
      prop: 'startingPositionTimestamp',
      value: timestamp,
      ...NEEDED,
    });
}

function isTime(timestamp: string | undefined): boolean {
  return timestamp !== undefined && RFC_3339.test(timestamp) && !Number.isNaN(Date.parse(timestamp));
}

/** Terraform's, of a module's variables. */
function addTimestampRules(position: StartingPosition, timestamp: string | undefined): void {
  const [starting, at] = [variableOf(position), variableOf(timestamp)];
  if (starting === undefined || at === undefined) return;
  addVariableRule(at, {
    condition: `${starting.name} == "AT_TIMESTAMP"`,
    ...superfluous(`\${${starting.name}}`),
  });
  addVariableRule(at, {
    condition: `${starting.name} != "AT_TIMESTAMP" || ${matches(RFC_3339, at.name)} && can(timeadd(${at.name}, "0s"))`,
    nullToo: true,
    ...NEEDED,
  });
}

function superfluous(position: string) {
  return {
    allowed: `left out when startingPosition is ${position}`,
    mend: 'Leave it out, or set startingPosition to AT_TIMESTAMP.',
  };
}

const NEEDED = {
  allowed: 'a time in RFC 3339, since startingPosition is AT_TIMESTAMP',
  mend: 'Set it to a time such as 2026-01-31T12:00:00Z.',
};
