import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { UsageError } from '../../usage-error';
import { type Plan, parsePlan } from './plan';

/**
 * @param source a file, or `-` for stdin
 * @throws UsageError for what cannot be read, or is not the JSON of a plan
 */
export async function readPlan(source: string): Promise<Plan> {
  if (source === '-') return parsePlan(decoded(await buffer(process.stdin)), 'The standard input');
  try {
    return parsePlan(decoded(await readFile(source)), source);
  } catch (error) {
    if (error instanceof UsageError || !(error instanceof Error)) throw error;
    throw new UsageError(`The plan cannot be read: ${error.message}`);
  }
}

/** Windows PowerShell's `>` writes UTF-16. */
function decoded(bytes: Buffer): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8').decode(bytes);
}
