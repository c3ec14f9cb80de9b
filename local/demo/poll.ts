import { setTimeout as sleep } from 'node:timers/promises';

export interface PollProps {
  /** What is waited for, for the message. */
  readonly what: string;
  /** @default 60 */
  readonly timeoutSeconds?: number;
  /** @default 50 */
  readonly intervalMs?: number;
  readonly signal?: AbortSignal;
}

/** Asks until there is an answer. @throws Error that names what did not come */
export async function poll<T>(ask: () => Promise<T | undefined>, props: PollProps): Promise<T> {
  const { timeoutSeconds = 60, intervalMs = 50, signal } = props;
  const deadline = Date.now() + timeoutSeconds * 1_000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`${props.what} did not come within ${timeoutSeconds} s.`);
    await sleep(intervalMs, undefined, signal && { signal });
  }
}
