import { Readable } from 'node:stream';
import { RequestSigner } from './request-signer';
import type { SearchRequest } from './search-request';
import { transportTo } from './transport';
import { WholeAnswer } from './whole-answer';

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

/** A whole answer, or why there is none. */
export type SearchAnswer = WholeAnswer | { readonly status: undefined; readonly reason: string };

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
    const { clockOffsetMs } = this.signer;
    const answer = await this.sendOnce(request, deadline);
    const isRefused = answer.status === 401 || answer.status === 403;
    const isCorrected = isRefused && this.signer.correctClock(answer.date, clockOffsetMs);
    return isCorrected ? this.sendOnce(request, deadline) : answer;
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
    // The client's own time-out is of the socket's silence; this ends the answer's body too.
    const timer = setTimeout(() => pending.abort(), timeLeft);
    try {
      const { statusCode, headers, body } = await pending;
      if (!(body instanceof Readable)) throw new TypeError('the answer is no stream');
      const text = await readBody(body);
      return new WholeAnswer(statusCode ?? 0, text, headers?.date);
    } catch (error) {
      return { status: undefined, reason: error instanceof Error ? error.message : String(error) };
    } finally {
      clearTimeout(timer);
    }
  }
}

function readBody(response: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  const silence = setTimeout(() => response.destroy(new Error('the answer stalled')), STALLED_BODY_MS);
  return new Promise<string>((resolve, reject) => {
    response
      .on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        silence.refresh();
      })
      .on('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
      .on('error', reject)
      .on('close', () => reject(new Error('the answer is cut off')));
  }).finally(() => clearTimeout(silence));
}
