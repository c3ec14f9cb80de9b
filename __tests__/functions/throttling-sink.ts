import type { IncomingMessage, ServerResponse } from 'node:http';
import { type RunningServer, readAll, serve } from './http-server';

/** How a sink refuses what is above its capacity: whole requests, or the items of a request that do not fit. */
export interface Throttling {
  readonly of: 'requests' | 'items';
  readonly status: number;
}

export interface SeenRequest {
  /** In milliseconds since 1970. */
  readonly at: number;
  readonly bytes: number;
  readonly documents: number;
  readonly refused: boolean;
}

const ERROR = {
  type: 'rejected_execution_exception',
  reason: 'rejected execution of coordinating operation',
};

/** Takes so many documents a second, at most as many at once, and keeps the ids of what it took. */
export class ThrottlingSink {
  /** Of documents; nothing is refused while it is infinite. */
  perSecond = Number.POSITIVE_INFINITY;
  throttling: Throttling = { of: 'requests', status: 429 };
  /** Bodies above it are refused with 413. */
  maxBodyBytes = Number.POSITIVE_INFINITY;
  /** Breaks each connection off in place of an answer. */
  resets = false;
  readonly requests: SeenRequest[] = [];
  readonly taken = new Set<string>();
  private capacity = 0;
  private filledAt = Date.now();

  private constructor(private readonly server: RunningServer) {}

  static async start(): Promise<ThrottlingSink> {
    const sink: ThrottlingSink = new ThrottlingSink(
      await serve((request, response) => {
        sink.serve(request, response).catch(() => response.destroy());
      }),
    );
    return sink;
  }

  get url(): string {
    return this.server.url;
  }

  close(): Promise<void> {
    return this.server.close();
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readAll(request);
    const at = Date.now();
    const ids = [...body.toString('utf8').matchAll(/"_id":"([^"]*)"/g)].map(([, id = '']) => id);
    const seen = { at, bytes: body.length, documents: ids.length };
    if (this.resets) {
      this.requests.push({ ...seen, refused: true });
      request.socket.resetAndDestroy();
      return;
    }
    if (body.length > this.maxBodyBytes) {
      this.requests.push({ ...seen, refused: true });
      return answer(response, 413, {});
    }
    const room = this.room(at);
    const { of, status } = this.throttling;
    const count = of === 'items' || ids.length <= room ? Math.min(ids.length, room) : 0;
    this.capacity -= count;
    for (const id of ids.slice(0, count)) this.taken.add(id);
    this.requests.push({ ...seen, refused: count < ids.length });
    if (of === 'requests' && count < ids.length) return answer(response, status, { status, error: ERROR });
    const items = ids.map((_, i) => ({ index: i < count ? { status: 201 } : { status, error: ERROR } }));
    answer(response, 200, { items });
  }

  /** How many documents fit now: what was not used of the last quarter of a second. */
  private room(at: number): number {
    const gained = (this.perSecond * (at - this.filledAt)) / 1_000;
    this.filledAt = at;
    this.capacity = Math.min(this.perSecond / 4, this.capacity + (Number.isNaN(gained) ? 0 : gained));
    return this.perSecond === Number.POSITIVE_INFINITY ? this.perSecond : Math.floor(this.capacity);
  }
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
