import type { TimePrecision } from './change';
import { described, UndecodableError } from './undecodable-error';

const MICROSECONDS = { SECOND: 1_000_000, MILLISECOND: 1_000, MICROSECOND: 1 } as const;

/**
 * The time of a change in whole microseconds: by the record's own precision where it states one, else by
 * the magnitude (seconds are about 1.7e9, milliseconds 1.7e12, microseconds 1.7e15). Both units can come in one
 * batch: a change of the streaming destination's precision takes minutes to reach every record.
 */
export function changeTime(time: unknown, stated: unknown): { at: number; precision: TimePrecision } {
  if (typeof time !== 'number' || !(time > 0)) {
    throw new UndecodableError(`ApproximateCreationDateTime is ${described(time)}, not a positive number`);
  }
  const precision = stated === undefined ? precisionByMagnitude(time) : statedPrecision(stated);
  const at = Math.round(time * MICROSECONDS[precision]);
  if (!Number.isSafeInteger(at)) {
    throw new UndecodableError(`ApproximateCreationDateTime ${time} is beyond 2^53 microseconds`);
  }
  return { at, precision };
}

function statedPrecision(stated: unknown): TimePrecision {
  if (stated === 'MICROSECOND' || stated === 'MILLISECOND' || stated === 'SECOND') return stated;
  throw new UndecodableError(
    `ApproximateCreationDateTimePrecision is ${described(stated)}; known are MILLISECOND and MICROSECOND`,
  );
}

function precisionByMagnitude(time: number): TimePrecision {
  if (time < 1e11) return 'SECOND';
  return time < 1e14 ? 'MILLISECOND' : 'MICROSECOND';
}
