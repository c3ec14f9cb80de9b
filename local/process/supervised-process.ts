import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

export interface SupervisedProcessProps {
  /** What people call it, for messages: `OpenSearch`, `AWS emulator`. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment: nothing is inherited, so that a caller's AWS profile never leaks in. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Receives stdout and stderr. */
  readonly logFile: string;
  /** Resolves once the process answers; asked again every 100 ms until `readyTimeoutSeconds`. */
  readonly isReady: () => Promise<boolean>;
  /** @default 60 */
  readonly readyTimeoutSeconds?: number;
}

/**
 * A child process that never outlives its parent: it holds the read end of a pipe as its stdin and must
 * end itself when that pipe closes, which happens even when the parent is killed with SIGKILL.
 */
export class SupervisedProcess {
  private constructor(
    private readonly props: SupervisedProcessProps,
    private readonly child: ChildProcess,
  ) {}

  /** Starts the process and waits until it is ready; on failure stops it and quotes the end of its log. */
  static async start(props: SupervisedProcessProps): Promise<SupervisedProcess> {
    mkdirSync(dirname(props.logFile), { recursive: true });
    // The child writes to the file itself: through a pipe it would stand still whenever this process is busy.
    const log = openSync(props.logFile, 'w');
    const child = spawn(props.command, props.args, {
      cwd: props.cwd,
      env: props.env,
      stdio: ['pipe', log, log],
    });
    child.stdin?.on('error', () => {});
    closeSync(log);
    const failure = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('exit', (code, signal) => resolve(`it ended with ${signal ?? `status ${code}`}`));
    });
    const supervised = new SupervisedProcess(props, child);
    const reason = await Promise.race([failure, supervised.untilReady()]);
    if (reason !== 'ready') {
      await supervised.stop();
      throw new Error(`${props.name} did not start: ${reason}.\n${lastLines(props.logFile)}`);
    }
    return supervised;
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Asks the process to end, and kills it when it has not within `graceSeconds`. */
  async stop(graceSeconds = 10): Promise<void> {
    if (this.child.pid === undefined || this.child.exitCode !== null || this.child.signalCode !== null)
      return;
    const ended = new Promise<void>((resolve) => this.child.once('exit', () => resolve()));
    this.child.stdin?.end();
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), graceSeconds * 1000);
    await ended;
    clearTimeout(timer);
  }

  private async untilReady(): Promise<string> {
    const seconds = this.props.readyTimeoutSeconds ?? 60;
    const deadline = Date.now() + seconds * 1000;
    while (Date.now() < deadline) {
      if (await this.props.isReady().catch(() => false)) return 'ready';
      if (this.child.exitCode !== null) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return `it was not ready within ${seconds} s`;
  }
}

function lastLines(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-15).join('\n');
}
