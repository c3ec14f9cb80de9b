import type { Context } from 'mocha';
import { checkPrerequisites } from '../local/prerequisites';

/**
 * Skips the calling suite, saying why, on a machine that lacks an engine; fails instead where `CI` is set.
 * `probe` resolves to what is missing and how to mend it, or to nothing.
 */
export async function requireEngine(
  context: Context,
  name: string,
  probe: () => Promise<string | undefined>,
): Promise<void> {
  const missing = await probe();
  if (missing === undefined) return;
  if (process.env.CI) throw new Error(`${name} is missing, and in CI nothing is skipped. ${missing}`);
  console.log(`      skipped, ${name} is missing: ${missing}`);
  context.skip();
}

/** The same for all that a stack is deployed with, locally. */
export async function requireLocalEnvironment(context: Context): Promise<void> {
  await requireEngine(context, 'What the local environment needs', () =>
    checkPrerequisites().then(
      () => undefined,
      ({ message }: Error) => message,
    ),
  );
}
