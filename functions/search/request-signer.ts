import { createHash } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { ConfigurationError } from '../errors/configuration-error';
import { CredentialSource } from './credentials';
import { NativeSha256 } from './native-sha256';

/** What of a request is signed. */
export interface SignableRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly contentType: string;
}

/** Less is no reason for a refusal: AWS takes signatures up to 5 minutes off. */
const NOTABLE_SKEW_MS = 60_000;

/**
 * Signs requests with Signature Version 4. The body is hashed natively, over the very bytes that are sent,
 * and named in `x-amz-content-sha256`, which Serverless demands. Credentials are asked for at each request
 * (the provider renews them), so that rotated ones are never outlived.
 */
export class RequestSigner {
  private readonly signer: SignatureV4;
  /** How far the service's clock is ahead of this machine's, as far as it is known. */
  clockOffsetMs = 0;

  constructor(
    private readonly endpoint: URL,
    signingName: string,
    region: string,
  ) {
    const source = new CredentialSource();
    this.signer = new SignatureV4({
      service: signingName,
      region,
      credentials: () => source.current(),
      sha256: NativeSha256,
    });
  }

  /** @throws {ConfigurationError} when there are no credentials */
  async sign(request: SignableRequest): Promise<Record<string, string>> {
    try {
      const { headers } = await this.signer.sign(
        {
          method: request.method,
          protocol: this.endpoint.protocol,
          hostname: this.endpoint.hostname,
          path: request.path,
          query: { ...request.query },
          headers: {
            host: this.endpoint.host,
            'content-type': request.contentType,
            'x-amz-content-sha256': createHash('sha256').update(request.body).digest('hex'),
          },
        },
        { signingDate: new Date(Date.now() + this.clockOffsetMs) },
      );
      return headers;
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error);
      throw new ConfigurationError(
        `The request to ${this.endpoint.origin} could not be signed: ${cause}. ` +
          "The function takes its credentials from its role, by the AWS SDK's ordinary chain: give it one.",
        { cause: error },
      );
    }
  }

  /**
   * Takes the service's clock for the truth when it is notably off this machine's.
   * @param signedBy the offset by which the refused request was signed: another one may have corrected it meanwhile
   * @returns whether signing again can make a difference
   */
  correctClock(date: string | undefined, signedBy: number): boolean {
    const offset = Date.parse(date ?? '') - Date.now();
    if (Number.isNaN(offset) || Math.abs(offset - signedBy) < NOTABLE_SKEW_MS) return false;
    this.clockOffsetMs = offset;
    return true;
  }
}
