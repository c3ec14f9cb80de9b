/** The command was called in a way that it does not know: the exit status is 2. */
export class UsageError extends Error {}
