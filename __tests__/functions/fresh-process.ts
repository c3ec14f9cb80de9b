import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** What a handler returned, and the most memory that its process had. */
export interface Handled<T> {
  readonly result: T;
  readonly maxRssMb: number;
}

/**
 * Handles an event in a fresh process, with no more heap than Lambda gives in 256 MB.
 * @param index the file that exports the handler
 * @param event the file that holds the event
 */
export async function handledInFreshProcess<T>(
  index: string,
  event: string,
  env: Readonly<Record<string, string>>,
): Promise<Handled<T>> {
  const args = ['--max-old-space-size=200', '-e', RUNTIME, index, event];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    env: { ...env },
    maxBuffer: 16 * 1024 * 1024,
  });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
}

const RUNTIME = `
const { readFileSync } = require('node:fs');
const [index, event] = process.argv.slice(1);
const { handler } = require(index);
// What getrusage() tells may be what the parent had when it forked.
const maxRssMb = () => {
  try {
    return Number(/VmHWM:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) / 1024;
  } catch {
    return process.resourceUsage().maxRSS / 1024;
  }
};
(async () => {
  const result = await handler(JSON.parse(readFileSync(event, 'utf8')), {
    getRemainingTimeInMillis: () => 30_000,
  });
  const answer = JSON.stringify({ result, maxRssMb: maxRssMb() });
  process.stdout.write(answer + '\\n', () => process.exit());
})();
`;
