/** Counts what a random run has met, so that a run which met too little fails. */
export class Coverage {
  private readonly counts: Map<string, number>;

  constructor(situations: readonly string[]) {
    this.counts = new Map(situations.map((situation) => [situation, 0]));
  }

  saw(situation: string, times = 1): void {
    this.counts.set(situation, (this.counts.get(situation) ?? 0) + times);
  }

  /** Situations that never came up. */
  missing(): string[] {
    return [...this.counts].filter(([, count]) => count === 0).map(([situation]) => situation);
  }

  toString(): string {
    return [...this.counts].map(([situation, count]) => `      ${situation}: ${count}`).join('\n');
  }
}
