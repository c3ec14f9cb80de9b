import { UnreadableExpressionError } from './unreadable-expression-error';

/** Something in the synthesized JSON has no HCL that means the same. */
export class UnrenderableError extends Error {
  override readonly name = 'UnrenderableError';

  constructor(
    readonly address: string,
    problem: string,
    options?: ErrorOptions,
  ) {
    super(`${address} ${problem}`, options);
  }

  /** What the function gives; its expressions that cannot be read are told with the address. */
  static telling<T>(address: string, read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof UnreadableExpressionError)) throw error;
      throw new UnrenderableError(address, `is not rendered. ${error.message}`, { cause: error });
    }
  }
}
