/** A mistake of the user's, told in sentences that say how to mend it: it is shown without a stack trace. */
export class UserError extends Error {
  override readonly name: string = 'UserError';
}
