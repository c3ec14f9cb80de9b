import { isObject } from '../change/attribute-value';

/** Errors that pass by themselves although their status is 400. */
const TRANSIENT =
  /Throttl|ThroughputExceeded|LimitExceeded|ServiceUnavailable|InternalFailure|RequestTimeout|RequestExpired|RequestTimeTooSkewed|ExpiredToken|SlowDown/;

/** Whether what the AWS SDK threw may pass by itself: the same request may work later. */
export function isTransient(error: unknown): boolean {
  const status = isObject(error) && isObject(error.$metadata) ? error.$metadata.httpStatusCode : undefined;
  // No answer, or none that could be read.
  if (typeof status !== 'number' || status < 300) return true;
  return status >= 500 || status === 408 || status === 429 || TRANSIENT.test(nameOf(error));
}

/** An error as a log line tells it. */
export function toldError(error: unknown): string {
  return error instanceof Error ? `${nameOf(error)}: ${error.message}`.slice(0, 300) : String(error);
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}
