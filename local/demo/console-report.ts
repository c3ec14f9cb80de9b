/** What the demo prints: phases with their times, lines under them, and one that is rewritten as work goes on. */
export class ConsoleReport {
  private readonly phases: { readonly name: string; readonly ms: number }[] = [];
  private readonly rewrites = process.stdout.isTTY === true;
  private transient = false;

  async phase<T>(name: string, work: () => Promise<T>): Promise<T> {
    this.line(`\n▸ ${name}`);
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

  /** Replaces the line before it on a terminal; elsewhere it is left out. */
  progress(text: string): void {
    if (!this.rewrites) return;
    this.clearTransient();
    process.stdout.write(`  ${text.slice(0, (process.stdout.columns ?? 80) - 3)}`);
    this.transient = true;
  }

  /** The time of each phase, drawn to scale. */
  times(): void {
    const longest = Math.max(...this.phases.map(({ ms }) => ms));
    const width = Math.max(...this.phases.map(({ name }) => name.length));
    this.line('\nTime of each phase');
    for (const { name, ms } of this.phases) {
      const bar = '█'.repeat(Math.max(1, Math.round((30 * ms) / longest)));
      this.detail(`${name.padEnd(width)} ${seconds(ms).padStart(8)}  ${bar}`);
    }
  }

  private clearTransient(): void {
    if (this.transient) process.stdout.write('\r\u001b[K');
    this.transient = false;
  }
}

export const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
