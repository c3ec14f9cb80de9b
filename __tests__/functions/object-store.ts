import type { IncomingMessage, ServerResponse } from 'node:http';
import { type RunningServer, readAll, serve } from './http-server';

/** How many keys one answer to a listing has. */
const PAGE = 2;

/** S3, as far as putting and listing go, with an outage. */
export class ObjectStore {
  /** By bucket and key, with a slash between. */
  readonly objects = new Map<string, Buffer>();
  outage: 'down' | 'denied' | 'hanging' | undefined;
  requests = 0;

  private constructor(private readonly server: RunningServer) {}

  static async start(): Promise<ObjectStore> {
    const store: ObjectStore = new ObjectStore(
      await serve((request, response) => store.handle(request, response)),
    );
    return store;
  }

  get url(): string {
    return this.server.url;
  }

  reset(): void {
    this.objects.clear();
    this.outage = undefined;
    this.requests = 0;
  }

  close(): Promise<void> {
    return this.server.close();
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readAll(request);
    this.requests++;
    if (this.outage === 'hanging') return;
    if (this.outage === 'down') return fail(response, 503, 'SlowDown');
    if (this.outage === 'denied') return fail(response, 403, 'AccessDenied');
    const url = new URL(request.url ?? '/', 'http://s3');
    const path = decodeURIComponent(url.pathname).slice(1);
    if (request.method === 'PUT') {
      this.objects.set(path, body);
      response.writeHead(200, { etag: '"0"' }).end();
    } else {
      response.end(this.listed(path.replace(/\/$/, ''), url.searchParams));
    }
  }

  private listed(bucket: string, parameters: URLSearchParams): string {
    const start = Number(parameters.get('continuation-token') ?? 0);
    const keys = [...this.objects.keys()]
      .filter((path) => path.startsWith(`${bucket}/${parameters.get('prefix') ?? ''}`))
      .map((path) => path.slice(bucket.length + 1));
    const contents = keys.slice(start, start + PAGE).map((key) => `<Contents><Key>${key}</Key></Contents>`);
    const next = start + PAGE < keys.length ? start + PAGE : undefined;
    const more = next === undefined ? '' : `<NextContinuationToken>${next}</NextContinuationToken>`;
    return `<ListBucketResult>${contents.join('')}<IsTruncated>${next !== undefined}</IsTruncated>${more}</ListBucketResult>`;
  }
}

function fail(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status).end(`<Error><Code>${code}</Code><Message>it is ${code}</Message></Error>`);
}
