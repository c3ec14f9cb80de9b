import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { readAll } from './http-server';

/** What the collection answered. */
export interface Forwarded {
  readonly status: number;
  readonly text: string;
}

/** Sends a request on, perhaps with other headers and another body. */
export function forward(
  base: string,
  request: IncomingMessage,
  headers: IncomingHttpHeaders,
  body: Buffer,
): Promise<Forwarded> {
  return new Promise((resolve, reject) => {
    const target = new URL(request.url ?? '/', base);
    const forwarded = httpRequest(target, { method: request.method, headers }, (answered) => {
      readAll(answered).then(
        (text) => resolve({ status: answered.statusCode ?? 0, text: text.toString() }),
        reject,
      );
    });
    forwarded.once('error', reject);
    forwarded.end(body);
  });
}
