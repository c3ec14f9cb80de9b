/** What the demo prints: phases with their times, lines under them, and one that is rewritten as work goes on. */
export class ConsoleReport {
  private readonly phases: { readonly name: string; readonly ms: number }[] = [];
  private readonly rewrites = process.stdout.isTTY === true;
  private transient = false;
  private lastProgress = 0;

  async phase<T>(name: string, work: () => Promise<T>): Promise<T> {
    this.line(`\n▸ ${name}`);
    this.lastProgress = Date.now();
    const started = Date.now();
    const result = await work();
    this.phases.push({ name, ms: Date.now() - started });
    return result;
  }

  line(text: string): void {
    this.clearTransient();
    process.stdout.write(`${text}\n`);
  }

  detail(text: string): void {
    this.line(`  ${text}`);
  }

  /** Replaces the line before it on a terminal; elsewhere it is one line every 10 s. */
  progress(text: string): void {
    if (this.rewrites) {
      this.clearTransient();
      process.stdout.write(`  ${text.slice(0, (process.stdout.columns ?? 80) - 3)}`);
      this.transient = true;
    } else if (Date.now() - this.lastProgress > QUIET_MS) {
      this.detail(`… ${text}`);
      this.lastProgress = Date.now();
    }
  }

  /** The time of each phase, drawn to scale. */
  times(): void {
    this.line('\nTime of each phase');
    this.bars(this.phases.map(({ name, ms }) => ({ name, value: ms, text: seconds(ms) })));
  }

  /** Named values, drawn to scale. */
  bars(rows: readonly { readonly name: string; readonly value: number; readonly text: string }[]): void {
    const longest = Math.max(...rows.map(({ value }) => value));
    const [names, texts] = [rows.map(({ name }) => name), rows.map(({ text }) => text)].map(widest);
    for (const { name, value, text } of rows) {
      const bar = '█'.repeat(Math.max(1, Math.round((30 * value) / longest)));
      this.detail(`${name.padEnd(names ?? 0)}  ${text.padStart(texts ?? 0)}  ${bar}`);
    }
  }

  private clearTransient(): void {
    if (this.transient) process.stdout.write('\r\u001b[K');
    this.transient = false;
  }
}

const QUIET_MS = 10_000;

const widest = (texts: readonly string[]): number => Math.max(...texts.map(({ length }) => length));

export const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
