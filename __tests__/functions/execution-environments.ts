import { setTimeout as sleep } from 'node:timers/promises';
import type { BuiltFunction } from './built-function';

/** What becomes of one invocation. */
export const INVOCATION_FAULTS = [
  'none',
  'its answer is lost',
  'killed after 2 ms',
  'killed after 15 ms',
  'killed after 60 ms',
] as const;

export type InvocationFault = (typeof INVOCATION_FAULTS)[number];

const KILLED_AFTER_MS: Partial<Record<InvocationFault, number>> = {
  'killed after 2 ms': 2,
  'killed after 15 ms': 15,
  'killed after 60 ms': 60,
};

/** Beyond the function's time-out, for a busy machine: Lambda itself kills at once. */
const GRACE_MS = 2_000;

/** The function worked on when its time was up. */
export class FunctionTimeout extends Error {
  override readonly name = 'FunctionTimeout';
}

/**
 * The environments that a function runs in: as on Lambda, each handles one invocation at a time, is kept for the
 * next, and is gone with whatever it was doing once it is killed.
 */
export class ExecutionEnvironments {
  faults: InvocationFault[] = [];
  readonly seen = new Map<InvocationFault, number>();
  private readonly idle: BuiltFunction[] = [];
  private readonly all: BuiltFunction[] = [];

  constructor(private readonly load: () => BuiltFunction) {}

  /** @throws what the function throws, or that it was killed, or {@link FunctionTimeout} */
  async invoke(event: unknown, timeoutMs: number): Promise<unknown> {
    const environment = this.idle.pop() ?? this.started();
    await environment.ready;
    const fault = this.faults.shift() ?? 'none';
    const killedAfterMs = KILLED_AFTER_MS[fault];
    const answer = this.answer(environment, event, timeoutMs);
    if (killedAfterMs === undefined) {
      this.sawFault(fault);
      const result = await answer;
      if (fault === 'its answer is lost') throw new Error('the function was killed after its work');
      return result;
    }
    const ended = await Promise.race([answer.then(() => true), sleep(killedAfterMs, false)]);
    if (ended) return answer;
    this.sawFault(fault);
    this.all.splice(this.all.indexOf(environment), 1);
    answer.catch(() => undefined);
    await environment.close();
    throw new Error('the function was killed');
  }

  async close(): Promise<void> {
    await Promise.all(this.all.map((environment) => environment.close()));
  }

  private sawFault(fault: InvocationFault): void {
    this.seen.set(fault, (this.seen.get(fault) ?? 0) + 1);
  }

  private started(): BuiltFunction {
    const environment = this.load();
    this.all.push(environment);
    return environment;
  }

  private async answer(environment: BuiltFunction, event: unknown, timeoutMs: number): Promise<unknown> {
    const patience = new AbortController();
    const timeout = sleep(timeoutMs + GRACE_MS, undefined, { signal: patience.signal }).then(() => {
      throw new FunctionTimeout(`the function was still at work ${GRACE_MS} ms after its ${timeoutMs} ms`);
    });
    timeout.catch(() => undefined);
    try {
      return await Promise.race([environment.invoke(event, timeoutMs), timeout]);
    } finally {
      patience.abort();
      if (this.all.includes(environment)) this.idle.push(environment);
    }
  }
}
