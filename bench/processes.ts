import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Assignment } from './worker';

/** A process of the benchmark; each ends when this one does. */
export class BenchProcess {
  private readonly ended: Promise<never>;

  private constructor(private readonly child: ChildProcess) {
    this.ended = once(child, 'exit').then(([code]) => {
      throw new Error(`a process of the benchmark ended with status ${code}`);
    });
    // It matters only while a word is waited for.
    this.ended.catch(() => {});
  }

  /** Starts the process that serves as the collection. @returns it and its URL */
  static async startSink(): Promise<{ sink: BenchProcess; url: string }> {
    const sink = BenchProcess.start('sink.ts');
    return { sink, url: String(await sink.word()) };
  }

  static async startWorker(assignment: Assignment): Promise<BenchProcess> {
    const worker = BenchProcess.start('worker.ts', JSON.stringify(assignment));
    await worker.word();
    return worker;
  }

  private static start(file: string, ...args: string[]): BenchProcess {
    return new BenchProcess(
      fork(join(__dirname, file), args, {
        execArgv: ['--import', 'tsx'],
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
        env: { PATH: process.env.PATH, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
      }),
    );
  }

  /** Does batches. @returns the CPU time that they took, in µs */
  async run(batches: number): Promise<number> {
    this.child.send(batches);
    return Number(await this.word());
  }

  stop(): void {
    if (this.child.connected) this.child.disconnect();
  }

  private async word(): Promise<unknown> {
    const [word] = await Promise.race([once(this.child, 'message'), this.ended]);
    return word;
  }
}
