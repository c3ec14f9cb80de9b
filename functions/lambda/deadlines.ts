/** What the functions use of Lambda's context. */
export interface RemainingTime {
  getRemainingTimeInMillis?(): number;
}

/** The time assumed where there is no context, as when a handler is called by hand. */
const DEFAULT_REMAINING_MS = 60_000;

/** What is left for the answer itself. */
const ANSWER_MS = 200;

/** When work must end, in milliseconds since 1970. */
export interface Deadlines {
  /** For requests to the collection: a fifth of the time, at most 5 s, is left for what follows. */
  readonly writing: number;
  /** For everything else; well before Lambda ends the function. */
  readonly parking: number;
}

export function deadlines(context: RemainingTime | undefined, now: number): Deadlines {
  const remaining = Math.floor(context?.getRemainingTimeInMillis?.() ?? DEFAULT_REMAINING_MS);
  return {
    writing: now + remaining - Math.min(5_000, Math.ceil(remaining / 5)),
    parking: now + remaining - ANSWER_MS,
  };
}
