import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { type RunningServer, readAll, serve } from './http-server';

/** What goes wrong with one request. The write is applied where it says so. */
export const FAULTS = [
  'none',
  'reset before the write',
  'reset after the write',
  'hang before the write',
  'throttled request',
  'capacity limit',
  'unavailable',
  'missing index',
  'throttled items',
  'missing index for items',
  'truncated answer',
  'answer with an item missing',
  'answer that is no JSON',
  'stalled body',
  'body too large',
  'access denied',
] as const;

export type Fault = (typeof FAULTS)[number];

/** Stands in front of a collection and does to each request what the next fault says. */
export class FaultyProxy {
  faults: Fault[] = [];
  /** Answers every request with it instead, while it is set. */
  refuseWith: { readonly status: number; readonly body: object } | undefined;
  /** Refuses, as a whole, each body that contains the text. */
  refuseBodies: { readonly containing: string; readonly status: number; readonly body: object } | undefined;

  readonly seen = new Map<Fault, number>();

  private constructor(
    private readonly target: string,
    private readonly server: RunningServer,
  ) {}

  static async start(target: string): Promise<FaultyProxy> {
    const proxy: FaultyProxy = new FaultyProxy(
      target,
      await serve((request, response) => {
        proxy.serve(request, response).catch(() => response.destroy());
      }),
    );
    return proxy;
  }

  get url(): string {
    return this.server.url;
  }

  close(): Promise<void> {
    return this.server.close();
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readAll(request);
    if (this.refuseWith !== undefined) return answer(response, this.refuseWith.status, this.refuseWith.body);
    const refusal = this.refuseBodies;
    if (refusal !== undefined && body.includes(refusal.containing)) {
      return answer(response, refusal.status, refusal.body);
    }
    const next = this.faults.shift() ?? 'none';
    // A single document that is too large is rightly parked: only a body that can be split is refused so.
    const fault = next === 'body too large' && documentCount(body) < 2 ? 'none' : next;
    this.seen.set(fault, (this.seen.get(fault) ?? 0) + 1);
    if (fault === 'reset before the write') return void request.socket.resetAndDestroy();
    if (fault === 'hang before the write') return;
    const early = EARLY_ANSWERS[fault];
    if (early !== undefined) return answer(response, early.status, early.body);
    const { status, text } = await this.forward(request, body);
    if (fault === 'reset after the write') return void request.socket.resetAndDestroy();
    if (status !== 200) return answer(response, status, text);
    spoil(fault, text, response);
  }

  private forward(request: IncomingMessage, body: Buffer): Promise<{ status: number; text: string }> {
    const target = new URL(request.url ?? '/', this.target);
    return new Promise((resolve, reject) => {
      const forwarded = httpRequest(
        target,
        { method: request.method, headers: request.headers },
        (answered) => {
          readAll(answered).then(
            (text) => resolve({ status: answered.statusCode ?? 0, text: text.toString() }),
            reject,
          );
        },
      );
      forwarded.once('error', reject);
      forwarded.end(body);
    });
  }
}

const error = (status: number, type: string) => ({ status, body: { status, error: { type, reason: type } } });

const EARLY_ANSWERS: Partial<Record<Fault, { status: number; body: object }>> = {
  'throttled request': error(429, 'rejected_execution_exception'),
  'capacity limit': error(402, 'service_quota_exceeded_exception'),
  unavailable: error(503, 'unavailable_exception'),
  'missing index': error(404, 'index_not_found_exception'),
  'body too large': { status: 413, body: {} },
  'access denied': error(403, 'authorization_exception'),
};

/** Answers that the collection gave, and that arrive otherwise. */
function spoil(fault: Fault, text: string, response: ServerResponse): void {
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
  if (fault === 'truncated answer') {
    response.writeHead(200, headers).write(text.slice(0, text.length / 2), () => response.destroy());
  } else if (fault === 'stalled body') {
    response.writeHead(200, headers).write(text.slice(0, text.length / 2));
  } else if (fault === 'answer that is no JSON') {
    answer(response, 200, text.slice(1));
  } else {
    answer(response, 200, withItems(text, fault));
  }
}

type Item = Record<string, { status: number; error?: object }>;

function withItems(text: string, fault: Fault): string | object {
  const body: { items?: Item[] } = JSON.parse(text);
  const { items } = body;
  if (items === undefined) return text;
  if (fault === 'answer with an item missing') return { ...body, items: items.slice(0, -1) };
  if (fault === 'throttled items')
    return {
      ...body,
      items: items.map((item, i) => (i % 2 ? item : failed(item, 429, 'rejected_execution_exception'))),
    };
  if (fault === 'missing index for items')
    return {
      ...body,
      items: items.map((item, i) => (i % 2 ? item : failed(item, 404, 'index_not_found_exception'))),
    };
  return text;
}

function failed(item: Item, status: number, type: string): Item {
  return Object.fromEntries(
    Object.keys(item).map((action) => [action, { status, error: { type, reason: type } }]),
  );
}

function answer(response: ServerResponse, status: number, body: object | string): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json' }).end(text);
}

function documentCount(body: Buffer): number {
  return body.toString('utf8').split('"version_type"').length - 1;
}
