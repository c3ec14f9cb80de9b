const QUIET_MS = 10_000;

/** How far a work is, on stderr: one line that is rewritten on a terminal; elsewhere a line every 10 s. */
export class Progress {
  private readonly rewrites = process.stderr.isTTY === true;
  private written = false;
  private last = Date.now();

  show(text: string): void {
    if (this.rewrites) {
      process.stderr.write(`\r\u001b[K${text}`);
      this.written = true;
    } else if (Date.now() - this.last > QUIET_MS) {
      process.stderr.write(`${text}\n`);
      this.last = Date.now();
    }
  }

  /** Takes the line away. */
  end(): void {
    if (this.written) process.stderr.write('\r\u001b[K');
    this.written = false;
  }
}
