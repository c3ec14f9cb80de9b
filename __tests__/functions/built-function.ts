import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { unzipSync } from 'fflate';
import { PROJECT_ROOT } from '../../local/paths';

interface Answer {
  readonly ready?: true;
  readonly call?: number;
  readonly log?: string;
  readonly result?: unknown;
  readonly error?: { readonly name: string; readonly message: string };
}

interface LoadOptions {
  readonly clockOffsetMs?: number;
  readonly files?: Readonly<Record<string, string>>;
}

/** A function as it is deployed: its built zip, in a thread with an environment of its own. */
export class BuiltFunction {
  private calls = 0;
  private logs = '';

  /** Ends when the function's code is loaded, or the function has ended. */
  readonly ready: Promise<void>;

  private constructor(private readonly worker: Worker) {
    worker.setMaxListeners(0);
    this.ready = new Promise((resolve) => {
      worker.once('exit', () => resolve());
      worker.on('message', ({ ready, log = '' }: Answer) => {
        this.logs += log;
        if (ready) resolve();
      });
    });
  }

  /**
   * Loads `dist/functions/NAME.zip`; its clock may be off by some milliseconds, and files may stand beside it.
   */
  static load(
    name: string,
    environment: Readonly<Record<string, string>>,
    { clockOffsetMs = 0, files = {} }: LoadOptions = {},
  ): BuiltFunction {
    const worker = new Worker(RUNTIME, {
      eval: true,
      env: {
        AWS_REGION: 'us-east-1',
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
        ...environment,
      },
      workerData: { file: join(unzipped(name, files), 'index.js'), clockOffsetMs },
    });
    return new BuiltFunction(worker);
  }

  /** Calls the handler as Lambda does. @throws what the handler throws, or that the function was ended meanwhile */
  invoke(event: unknown, remainingMs = 30_000): Promise<unknown> {
    const call = ++this.calls;
    return new Promise((resolve, reject) => {
      const onExit = () => reject(new Error('the function was ended'));
      const onMessage = (answer: Answer) => {
        if (answer.call !== call) return;
        this.worker.off('message', onMessage);
        this.worker.off('exit', onExit);
        const { error } = answer;
        if (error === undefined) resolve(answer.result);
        else reject(Object.assign(new Error(error.message), { name: error.name }));
      };
      this.worker.on('message', onMessage);
      this.worker.once('exit', onExit);
      this.worker.postMessage({ call, event, remainingMs });
    });
  }

  /** The lines that the function has logged. */
  logLines(): Record<string, unknown>[] {
    return this.logs
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line));
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }
}

const folders = new Map<string, string>();

/** The folder of a function's files, the same for all that load it. */
function unzipped(name: string, files: Readonly<Record<string, string>>): string {
  const key = JSON.stringify([name, files]);
  const known = folders.get(key);
  if (known !== undefined) return known;
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  const zip = unzipSync(readFileSync(join(PROJECT_ROOT, 'dist', 'functions', `${name}.zip`)));
  for (const [file, bytes] of Object.entries({ ...zip, ...files })) writeFileSync(join(folder, file), bytes);
  folders.set(key, folder);
  return folder;
}

/** What Lambda's runtime does around a handler; what it logs arrives before its answer. */
const RUNTIME = `
const { parentPort, workerData } = require('node:worker_threads');
process.stdout.write = (chunk) => {
  parentPort.postMessage({ log: String(chunk) });
  return true;
};
const { now } = Date;
Date.now = () => now() + workerData.clockOffsetMs;
const { handler } = require(workerData.file);
parentPort.postMessage({ ready: true });
parentPort.on('message', async ({ call, event, remainingMs }) => {
  const end = Date.now() + remainingMs;
  try {
    parentPort.postMessage({ call, result: await handler(event, { getRemainingTimeInMillis: () => end - Date.now() }) });
  } catch ({ name, message }) {
    parentPort.postMessage({ call, error: { name, message } });
  }
});
`;
