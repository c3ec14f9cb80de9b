/** An answer that arrived whole. */
export class WholeAnswer {
  constructor(
    readonly status: number,
    /** Its body. */
    readonly text: string,
    /** The service's clock, as its header says it. */
    readonly date: string | undefined,
  ) {}

  /** The body, parsed where it is JSON, each time it is asked for: most of the time that an answer takes. */
  get body(): unknown {
    try {
      return JSON.parse(this.text);
    } catch {
      return this.text;
    }
  }
}
