/** A body stays under it; Serverless takes about 10 MiB, Data Prepper sends at most this. */
export const MAX_BODY_BYTES = 5 * 1024 * 1024;

/** A few small documents: a larger body could be more than a small collection ever takes at once. */
export const MIN_BODY_BYTES = 1024;

/** Two requests at once take a fifth to a third less time than one with all of it (docs/speed.md). */
export const MAX_CONCURRENCY = 2;

/** Between two requests to a collection that throttles, on average. */
const PAUSE_MS = 250;

/** What a body grows by at first after it was halved: a sixteenth of its size. */
const FIRST_STEP = 1 / 16;

/** How much larger each step of growth is than the one before. */
const STEP_GROWTH = 1.2;

/**
 * How much may be sent at once, and how soon: all, at once, as long as the collection takes it. When it throttles,
 * bodies are halved and requests are spaced, so that halving the body halves the rate. Each body that is taken
 * lets the next be larger: by small steps near the size that was refused, by larger ones far from it.
 */
export class Pace {
  /** The most bytes that a body may have; a single larger document goes alone. */
  limitBytes = MAX_BODY_BYTES;
  private stepBytes = 0;
  private ceilingBytes = MAX_BODY_BYTES;
  /** The largest body that was taken; it counts for half after each refusal. */
  private takenBytes = 0;
  private nextAt = 0;
  /** Whether a body was taken, without a limit that it has to grow back to, and none was refused since. */
  private takesAll = false;

  constructor(private readonly random: () => number = Math.random) {}

  /** How many requests may be under way at once: one until the collection has taken one, and while it throttles. */
  get concurrency(): number {
    return this.takesAll ? MAX_CONCURRENCY : 1;
  }

  /** A body was taken. Times are in milliseconds since 1970. */
  accepted(bodyBytes: number, now: number): void {
    this.takenBytes = Math.max(this.takenBytes, bodyBytes);
    this.takesAll = this.limitBytes === this.ceilingBytes;
    if (this.takesAll) return;
    this.limitBytes = Math.min(this.ceilingBytes, Math.ceil(this.limitBytes + this.stepBytes));
    this.stepBytes *= STEP_GROWTH;
    this.nextAt = this.limitBytes < this.ceilingBytes ? now + this.pauseMs() : 0;
  }

  /** A body, or a part of it (`partly`), was refused for want of capacity. */
  throttled(bodyBytes: number, partly: boolean, now: number): void {
    if (partly) this.takenBytes = Math.max(this.takenBytes, bodyBytes);
    this.takesAll = false;
    this.nextAt = now + this.pauseMs();
    // It says nothing of the limit: a single document, or sent beside a body whose refusal has halved the limit for both.
    if (bodyBytes > this.limitBytes) return;
    this.takenBytes /= 2;
    // Where a body of twice the size was taken just now, the size is not what was too much.
    if (bodyBytes <= this.takenBytes) return;
    this.limitBytes = Math.max(MIN_BODY_BYTES, Math.floor(bodyBytes / 2));
    this.stepBytes = this.limitBytes * FIRST_STEP;
  }

  /** A body of several documents was refused for its size: none will be as large again. */
  tooLarge(bodyBytes: number): void {
    this.ceilingBytes = Math.max(MIN_BODY_BYTES, Math.min(this.ceilingBytes, Math.floor(bodyBytes / 2)));
    this.limitBytes = Math.min(this.limitBytes, this.ceilingBytes);
  }

  /** How long the next request has to wait, in milliseconds; 0 while the collection takes everything. */
  waitMs(now: number): number {
    return Math.max(0, this.nextAt - now);
  }

  /** Between a half and one and a half of the average, so that functions do not keep in step. */
  private pauseMs(): number {
    return PAUSE_MS * (0.5 + this.random());
  }
}
