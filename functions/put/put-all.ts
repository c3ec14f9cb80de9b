import { setTimeout as sleep } from 'node:timers/promises';
import { isTransient, toldError } from '../aws/aws-error';
import type { ConfigurationError } from '../errors/configuration-error';
import { backOffMs } from '../write/back-off';

export interface PutProps<T> {
  /** How many records one request may have. */
  readonly maxRecords: number;
  /** How many bytes one request may have. */
  readonly maxBytes: number;
  /** How many bytes a record adds to a request. */
  readonly bytesOf: (record: T) => number;
  /** Sends one request, once. @returns by the records' positions, why a record was not taken */
  readonly put: (records: readonly T[], abortSignal: AbortSignal) => Promise<readonly (string | undefined)[]>;
  /** The error that an error is which does not pass by itself. */
  readonly refusal: (error: unknown) => ConfigurationError;
  /** The latest end of all work, in milliseconds since 1970. */
  readonly deadline: number;
}

export interface PutOutcome<T> {
  /** Why records were not taken; what is not in it was. */
  readonly failures: ReadonlyMap<T, string>;
  /** How many records were sent again, each as often as it was. */
  readonly retried: number;
}

/** A request that takes longer is given up, and sent again. */
const REQUEST_TIMEOUT_MS = 10_000;
/** With less time than this left nothing is sent any more. */
const MIN_REQUEST_MS = 50;

/**
 * Puts records in as few requests as their limits allow, and those that were not taken again, with full jitter, until
 * all are taken or time is up. A record may be taken twice: where an answer is lost, it is sent again.
 *
 * @throws {ConfigurationError} when a request is refused for a reason that does not pass by itself
 */
export async function putAll<T>(records: readonly T[], props: PutProps<T>): Promise<PutOutcome<T>> {
  let waiting = records;
  let earlier: ReadonlyMap<T, string> = new Map();
  let retried = 0;
  for (let attempt = 0; ; attempt++) {
    const failures = new Map<T, string>();
    for (const request of requestsOf(waiting, props)) {
      const left = props.deadline - Date.now();
      const reasons = left < MIN_REQUEST_MS ? undefined : await reasonsOf(request, left, props);
      for (const [i, record] of request.entries()) {
        const reason = reasons === undefined ? (earlier.get(record) ?? 'no time is left') : reasons[i];
        if (reason !== undefined) failures.set(record, reason);
      }
    }
    const left = props.deadline - Date.now();
    if (failures.size === 0 || left < MIN_REQUEST_MS) return { failures, retried };
    // Half of the time that is left is for the request.
    await sleep(Math.min(backOffMs(attempt), left / 2));
    waiting = [...failures.keys()];
    earlier = failures;
    retried += waiting.length;
  }
}

async function reasonsOf<T>(
  request: readonly T[],
  left: number,
  props: PutProps<T>,
): Promise<readonly (string | undefined)[]> {
  try {
    return await props.put(request, AbortSignal.timeout(Math.min(left, REQUEST_TIMEOUT_MS)));
  } catch (error) {
    if (!isTransient(error)) throw props.refusal(error);
    return request.map(() => toldError(error));
  }
}

function* requestsOf<T>(
  records: readonly T[],
  { maxRecords, maxBytes, bytesOf }: PutProps<T>,
): Generator<readonly T[]> {
  let request: T[] = [];
  let bytes = 0;
  for (const record of records) {
    const more = bytesOf(record);
    if (request.length === maxRecords || (request.length > 0 && bytes + more > maxBytes)) {
      yield request;
      request = [];
      bytes = 0;
    }
    request.push(record);
    bytes += more;
  }
  if (request.length > 0) yield request;
}
