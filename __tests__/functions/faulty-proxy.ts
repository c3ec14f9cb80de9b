import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BulkAction, type BulkItem, bulkActions, bulkItems } from './bulk-body';
import {
  applicable,
  FAILED_ITEMS,
  type Fault,
  type ItemFailure,
  isIn,
  REFUSED_BODIES,
  REFUSED_REQUESTS,
  suits,
} from './faults';
import { type Forwarded, forward } from './forward';
import { type RunningServer, readAll, serve } from './http-server';
import { outcomesOf } from './outcomes';
import { withItems } from './spoilt-answer';

/** Where the proxy sends what it lets through. */
export interface ProxiedCollection {
  /** The collection, which checks signatures. */
  readonly url: string;
  /** The engine behind it, for the bodies that are no longer as they were signed. */
  readonly engineUrl: string;
}

/** A write that was done after the client had given up on its request. */
export interface LateWrite {
  readonly id: string;
  readonly version: number;
}

/** How long after a failure a late write is done, unless that is told; after a time-out of the client's it is done at once. */
const LATE_MS = [150, 1_200] as const;

/** As many as one of two requests at once has at least. */
const MANY_WRITES = 50;

/** Stands in front of a collection and does to each request what the next fault says. */
export class FaultyProxy {
  faults: Fault[] = [];
  /** How long after its failure a late write is done, in milliseconds. */
  lateMs: number | undefined;
  /** Does the same to every request, while it is set. */
  outage: Fault | undefined;
  /** Answers every request with it instead, while it is set. */
  refuseWith: { readonly status: number; readonly body: object } | undefined;
  /** Refuses, as a whole, each body that contains the text. */
  refuseBodies: { readonly containing: string; readonly status: number; readonly body: object } | undefined;
  /** Refuses larger bodies with 413. */
  maxBodyBytes = Number.POSITIVE_INFINITY;
  /** Asks the engine itself, as a node of the collection would be asked that lags behind. */
  bypassesGateway = false;

  readonly seen = new Map<Fault, number>();
  /** What the client was told, by the name of the outcome. */
  readonly outcomes = new Map<string, number>();
  /** Those that the engine applied. */
  readonly lateWrites: LateWrite[] = [];
  /** Those that the engine did not apply, for their version. */
  lateConflicts = 0;
  /** How often a request with many writes came while another one was under way. */
  largeAtOnce = 0;
  private largeUnderWay = 0;
  private readonly underWay = new Set<Promise<unknown>>();

  private constructor(
    private readonly collection: ProxiedCollection,
    private readonly server: RunningServer,
  ) {}

  static async start(collection: ProxiedCollection): Promise<FaultyProxy> {
    const proxy: FaultyProxy = new FaultyProxy(
      collection,
      await serve((request, response) => {
        proxy.track(proxy.serve(request, response).catch(() => response.destroy()));
      }),
    );
    return proxy;
  }

  get url(): string {
    return this.server.url;
  }

  /** As it was at the start. */
  reset(): void {
    this.faults = [];
    this.lateMs = undefined;
    this.outage = undefined;
    this.refuseWith = undefined;
    this.refuseBodies = undefined;
    this.maxBodyBytes = Number.POSITIVE_INFINITY;
    this.bypassesGateway = false;
    this.seen.clear();
    this.outcomes.clear();
    this.lateWrites.length = 0;
    this.lateConflicts = 0;
    this.largeAtOnce = 0;
  }

  /** Ends when every request that was let through is done, the late ones too. */
  async settled(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  close(): Promise<void> {
    return this.server.close();
  }

  private track(work: Promise<unknown>): void {
    this.underWay.add(work);
    work.finally(() => this.underWay.delete(work));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readAll(request);
    const actions = bulkActions(body);
    if (actions.length >= MANY_WRITES) this.noteLarge(response);
    if (this.refuseWith !== undefined)
      return this.answer(response, this.refuseWith.status, this.refuseWith.body);
    const refusal = this.refuseBodies;
    if (refusal !== undefined && body.includes(refusal.containing)) {
      return this.answer(response, refusal.status, refusal.body);
    }
    if (body.length > this.maxBodyBytes) return this.answer(response, 413, {});
    const fault = applicable(this.outage ?? this.faults.shift() ?? 'none', actions);
    this.seen.set(fault, (this.seen.get(fault) ?? 0) + 1);
    if (isIn(REFUSED_REQUESTS, fault)) {
      const { status, body } = REFUSED_REQUESTS[fault];
      return this.answer(response, status, body);
    }
    if (isIn(REFUSED_BODIES, fault)) {
      const { status, body } = REFUSED_BODIES[fault];
      return this.answer(response, status, body);
    }
    if (fault === 'reset before the write') return reset(request);
    if (fault === 'hang before the write') return;
    const isLate = await this.failed(fault, request, response, body);
    const forwarded = isIn(FAILED_ITEMS, fault)
      ? await this.forwardPart(request, actions, FAILED_ITEMS[fault])
      : await this.forward(request, body);
    if (fault === 'reset after the write') return reset(request);
    if (isLate || request.socket.destroyed) return this.noteLate(actions, forwarded);
    if (fault === 'hang after the write') return;
    if (forwarded.status !== 200) return this.answer(response, forwarded.status, forwarded.text);
    this.spoil(fault, forwarded.text, response);
  }

  /** Tells the client that a request failed which is done only later, if that is the fault. @returns whether it is */
  private async failed(
    fault: Fault,
    request: IncomingMessage,
    response: ServerResponse,
    body: Buffer,
  ): Promise<boolean> {
    if (fault === 'hang, then a late write') {
      await closed(response);
      await sleep(this.lateMs ?? 0);
      return true;
    }
    if (fault === 'reset, then a late write') reset(request);
    else if (fault === 'gateway time-out, then a late write') this.answer(response, 504, '');
    else return false;
    await sleep(this.lateMs ?? LATE_MS[body.length % 2]);
    return true;
  }

  /** Sends the request on as it came. */
  private forward(request: IncomingMessage, body: Buffer): Promise<Forwarded> {
    const { url, engineUrl } = this.collection;
    return forward(this.bypassesGateway ? engineUrl : url, request, request.headers, body);
  }

  /** Sends every other write on, and puts failures in the places of the rest. */
  private async forwardPart(
    request: IncomingMessage,
    actions: readonly BulkAction[],
    failures: readonly ItemFailure[],
  ): Promise<Forwarded> {
    const isDone = (i: number) => i % 2 === 1;
    const body = actions.flatMap(({ lines }, i) => (isDone(i) ? lines : [])).join('');
    const headers = { 'content-type': 'application/x-ndjson' };
    const forwarded =
      body === ''
        ? { status: 200, text: '{"items":[]}' }
        : await forward(this.collection.engineUrl, request, headers, Buffer.from(body));
    const done = [...(bulkItems(forwarded.text) ?? [])];
    if (forwarded.status !== 200 || done.length !== Math.floor(actions.length / 2)) return forwarded;
    const [throttled] = FAILED_ITEMS['throttled items'];
    const items = actions.map(({ action, source }, i): BulkItem => {
      const said = failures[(i / 2) % failures.length];
      const failure = said !== undefined && suits(said, source) ? said : throttled;
      return (isDone(i) ? done.shift() : undefined) ?? { [action]: failure };
    });
    return { status: 200, text: JSON.stringify({ items }) };
  }

  private noteLarge(response: ServerResponse): void {
    if (this.largeUnderWay > 0) this.largeAtOnce++;
    this.largeUnderWay++;
    response.once('close', () => this.largeUnderWay--);
  }

  private noteLate(actions: readonly BulkAction[], { text }: Forwarded): void {
    for (const [i, item] of (bulkItems(text) ?? []).entries()) {
      const action = actions[i];
      const status = Object.values(item)[0]?.status;
      if (status === 409) this.lateConflicts++;
      if (action !== undefined && status !== undefined && status < 300) {
        this.lateWrites.push({ id: action.id, version: action.version });
      }
    }
  }

  /** Tells the client what the collection answered, or less than that. */
  private spoil(fault: Fault, text: string, response: ServerResponse): void {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
    const half = text.slice(0, text.length / 2);
    if (fault === 'truncated answer') {
      response.writeHead(200, headers).write(half, () => response.destroy());
    } else if (fault === 'stalled body') {
      response.writeHead(200, headers).write(half);
    } else if (fault === 'answer that is no JSON') {
      this.answer(response, 200, text.slice(1));
    } else {
      this.answer(response, 200, withItems(fault, text));
    }
  }

  private answer(response: ServerResponse, status: number, body: object | string): void {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    for (const outcome of outcomesOf(status, text)) {
      this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1);
    }
    response.writeHead(status, { 'content-type': 'application/json' }).end(text);
  }
}

function reset(request: IncomingMessage): void {
  request.socket.resetAndDestroy();
}

/** Ends when the client has given up. */
function closed(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => response.once('close', resolve));
}
