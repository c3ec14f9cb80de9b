import { Readable } from 'node:stream';
import { RequestSigner } from './request-signer';
import { transportTo } from './transport';

/** An answer's body that stays silent for so long has stalled: its headers came after all the work. */
const STALLED_BODY_MS = 5_000;

export interface SearchClientProps {
  readonly endpoint: URL;
  /** `aoss` or `es`. */
  readonly signingName: string;
  readonly region: string;
  /** How long one request may take, in milliseconds. */
  readonly requestTimeoutMs: number;
}

export interface SearchRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  /** @default application/json */
  readonly contentType?: string;
}

/** A whole answer, its body parsed where it is JSON; or why there is none. */
export type SearchAnswer =
  | { readonly status: number; readonly body: unknown; readonly date: string | undefined }
  | { readonly status: undefined; readonly reason: string };

/**
 * Sends signed requests through the official client, each once: whether and when to send again is for the
 * caller to decide, who knows what a request means and how much time is left.
 */
export class SearchClient {
  private readonly transport: ReturnType<typeof transportTo>;
  private readonly signer: RequestSigner;

  constructor(private readonly props: SearchClientProps) {
    this.transport = transportTo(props.endpoint);
    this.signer = new RequestSigner(props.endpoint, props.signingName, props.region);
  }

  /**
   * @param deadline the latest end, in milliseconds since 1970
   * @throws {ConfigurationError} when there are no credentials to sign with
   */
  async send(request: SearchRequest, deadline: number): Promise<SearchAnswer> {
    const answer = await this.sendOnce(request, deadline);
    const refused = answer.status === 401 || answer.status === 403;
    return refused && this.signer.correctClock(answer.date) ? this.sendOnce(request, deadline) : answer;
  }

  private async sendOnce(request: SearchRequest, deadline: number): Promise<SearchAnswer> {
    const { method, path, query = {}, body = Buffer.alloc(0), contentType = 'application/json' } = request;
    const basePath = this.props.endpoint.pathname.replace(/\/$/, '');
    const signed = { method, path: basePath + path, query, body, contentType };
    const headers = await this.signer.sign(signed);
    const timeLeft = Math.min(deadline - Date.now(), this.props.requestTimeoutMs);
    if (timeLeft <= 0) return { status: undefined, reason: 'no time is left' };
    const pending = this.transport.request(
      { method, path, querystring: { ...query }, ...(body.length > 0 && { body }) },
      { headers, asStream: true, requestTimeout: timeLeft + 1_000 },
    );
    const timer = setTimeout(() => pending.abort(), timeLeft);
    try {
      const { statusCode, headers, body } = await pending;
      if (!(body instanceof Readable)) throw new TypeError('the answer is no stream');
      const text = await readBody(body, Date.now() + timeLeft);
      return { status: statusCode ?? 0, body: parseJson(text), date: headers?.date };
    } catch (error) {
      return { status: undefined, reason: error instanceof Error ? error.message : String(error) };
    } finally {
      clearTimeout(timer);
    }
  }
}

async function readBody(response: Readable, deadline: number): Promise<string> {
  const chunks: Buffer[] = [];
  const stall = () => response.destroy(new Error('the answer stalled'));
  const overall = setTimeout(stall, deadline - Date.now());
  let silence = setTimeout(stall, STALLED_BODY_MS);
  try {
    for await (const chunk of response) {
      chunks.push(chunk);
      clearTimeout(silence);
      silence = setTimeout(stall, STALLED_BODY_MS);
    }
    return Buffer.concat(chunks).toString('utf8');
  } finally {
    clearTimeout(overall);
    clearTimeout(silence);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
