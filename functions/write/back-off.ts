const BASE_MS = 100;
const CAP_MS = 10_000;

/** Full jitter: anything between 0 and a bound that doubles with each attempt, in milliseconds. */
export function backOffMs(attempt: number, random: () => number = Math.random): number {
  return random() * Math.min(CAP_MS, BASE_MS * 2 ** attempt);
}
