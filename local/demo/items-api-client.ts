import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Emulator } from '../aws/emulator';

/** Calls the deployed items API as its user does: by HTTP, each request signed. */
export class ItemsApiClient {
  private readonly signer: SignatureV4;
  private readonly url: URL;

  constructor(
    emulator: Pick<Emulator, 'credentials' | 'region' | 'endpoint'>,
    api: { readonly id: string; readonly stage: string },
  ) {
    this.url = new URL(`/_aws/execute-api/${api.id}/${api.stage}`, emulator.endpoint);
    const { credentials, region } = emulator;
    this.signer = new SignatureV4({ service: 'execute-api', region, credentials, sha256: Sha256 });
  }

  /** @throws Error with the answer, unless its status is 2xx */
  async call(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object): Promise<unknown> {
    const text = body === undefined ? '' : JSON.stringify(body);
    const { headers } = await this.signer.sign({
      method,
      protocol: this.url.protocol,
      hostname: this.url.hostname,
      path: this.url.pathname + path,
      headers: { host: this.url.host, 'content-type': 'application/json' },
      body: text,
    });
    const { host: _, ...sent } = headers;
    const response = await fetch(this.url.href + path, {
      method,
      headers: sent,
      ...(text && { body: text }),
    });
    const answer = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${answer}`);
    return answer === '' ? undefined : JSON.parse(answer);
  }
}
