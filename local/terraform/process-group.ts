import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';

export interface ProcessGroupProps {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Stdout and stderr are appended to it. */
  readonly logFile: string;
  /** Called for each line of output. */
  readonly onLine?: (line: string) => void;
  /** Ends the command and its children: they are asked, and killed after 5 s. */
  readonly signal?: AbortSignal;
}

/**
 * The command runs beside a watcher, in a process group of its own. The watcher's stdin is a pipe from this
 * process: it closes even when this process is killed with SIGKILL, and then the whole group is killed.
 */
const WATCHED = `
exec 3<&0
( trap '' TERM; cat <&3 >/dev/null; kill -KILL 0 ) >/dev/null 2>&1 &
"$@" 3<&- </dev/null
`;

const GRACE_MS = 5_000;

/**
 * Runs a command to its end, together with what it starts; gives its exit status.
 * Rejects with the signal's reason when it was aborted.
 */
export async function runProcessGroup(props: ProcessGroupProps): Promise<number> {
  const { signal } = props;
  signal?.throwIfAborted();
  mkdirSync(dirname(props.logFile), { recursive: true });
  const log = createWriteStream(props.logFile, { flags: 'a' });
  const child = spawn('sh', ['-c', WATCHED, 'sh', props.command, ...props.args], {
    cwd: props.cwd,
    env: props.env,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      log.write(`${line}\n`);
      props.onLine?.(line);
    });
  }
  // Closing the watcher's stdin kills what is left of the group.
  child.stdin.on('error', () => {});
  child.once('exit', () => child.stdin.end());

  let killer: NodeJS.Timeout | undefined;
  const abort = (): void => {
    killGroup(child.pid, 'SIGTERM');
    killer = setTimeout(() => killGroup(child.pid, 'SIGKILL'), GRACE_MS);
  };
  signal?.addEventListener('abort', abort, { once: true });
  try {
    const status = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve(code ?? 1));
    });
    signal?.throwIfAborted();
    return status;
  } finally {
    clearTimeout(killer);
    signal?.removeEventListener('abort', abort);
    await new Promise<void>((resolve) => log.end(() => resolve()));
  }
}

function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended.
  }
}
