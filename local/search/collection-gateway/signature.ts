import { createHmac, timingSafeEqual } from 'node:crypto';
import { canonicalRequest, headerValue, sha256Hex, type WireRequest } from './canonical-request';
import type { Principal } from './directory';
import { forbidden, type Refusal } from './refusal';

/** The signing name of OpenSearch Serverless. */
export const SERVICE = 'aoss';

const ALGORITHM = 'AWS4-HMAC-SHA256';
const CLOCK_SKEW_MINUTES = 5;

/** The load balancer before the collection drops or rewrites these, so a signature over them never verifies. */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

export interface Credential {
  readonly accessKeyId: string;
  readonly day: string;
  readonly region: string;
  readonly service: string;
}

export interface Authorization {
  readonly credential: Credential;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

/** What the `Authorization` header says, `undefined` where it is missing or no signature of version 4. */
export function parseAuthorization(request: WireRequest): Authorization | undefined {
  const header = headerValue(request, 'authorization') ?? '';
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^/,\s]+)\/(\d{8})\/([^/,\s]+)\/([^/,\s]+)\/aws4_request, ?SignedHeaders=([^,\s]+), ?Signature=([0-9a-f]{64})$/.exec(
      header,
    );
  if (!match) return undefined;
  const [, accessKeyId = '', day = '', region = '', service = '', signedHeaders = '', signature = ''] = match;
  return {
    credential: { accessKeyId, day, region, service },
    signedHeaders: signedHeaders.split(';'),
    signature,
  };
}

/** Why the request is not taken for the principal's, `undefined` when it is. */
export function refuseSignature(
  request: WireRequest,
  { credential, signedHeaders, signature }: Authorization,
  principal: Principal | undefined,
  now: Date,
): Refusal | undefined {
  const date = headerValue(request, 'x-amz-date') ?? '';
  const signedAt = parseDate(date);
  if (Number.isNaN(signedAt))
    return forbidden('The request has no valid x-amz-date header (YYYYMMDDTHHMMSSZ).');
  if (credential.day !== date.slice(0, 8))
    return forbidden(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${credential.day}' != '${date.slice(0, 8)}'.`,
    );
  if (credential.service !== SERVICE)
    return forbidden(`Credential should be scoped to correct service: '${SERVICE}'.`);
  const skew = refuseSkew(date, signedAt, now);
  if (skew) return skew;
  const unsigned = missingSignedHeaders(request, signedHeaders);
  if (unsigned.length > 0) return forbidden(`These headers must be signed: ${unsigned.join(', ')}.`);
  const hopByHop = signedHeaders.filter((name) => HOP_BY_HOP.includes(name));
  if (hopByHop.length > 0) return forbidden(`These headers cannot be signed: ${hopByHop.join(', ')}.`);
  if (!principal || headerValue(request, 'x-amz-security-token') !== principal.sessionToken)
    return forbidden('The security token included in the request is invalid.');
  const expected = sign(
    principal.secretAccessKey,
    credential,
    stringToSign(request, credential, signedHeaders),
  );
  return sameHex(expected, signature)
    ? undefined
    : forbidden(
        'The request signature we calculated does not match the signature you provided. ' +
          'Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
      );
}

/** `x-amz-content-sha256` must be there and be the hash of the very bytes that came. */
export function refuseChecksum(request: WireRequest): Refusal | undefined {
  return headerValue(request, 'x-amz-content-sha256') === sha256Hex(request.body)
    ? undefined
    : forbidden('Request Content Checksum Verification Failed');
}

export function stringToSign(
  request: WireRequest,
  { day, region, service }: Credential,
  signedHeaders: readonly string[],
): string {
  return [
    ALGORITHM,
    headerValue(request, 'x-amz-date') ?? '',
    `${day}/${region}/${service}/aws4_request`,
    sha256Hex(canonicalRequest(request, signedHeaders)),
  ].join('\n');
}

export function sign(secretAccessKey: string, { day, region, service }: Credential, text: string): string {
  const key = [day, region, service, 'aws4_request'].reduce<Buffer>(
    hmac,
    Buffer.from(`AWS4${secretAccessKey}`),
  );
  return hmac(key, text).toString('hex');
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function missingSignedHeaders(request: WireRequest, signedHeaders: readonly string[]): string[] {
  const amazon = request.headers
    .map(([name]) => name.toLowerCase())
    .filter((name) => name.startsWith('x-amz-'));
  return [...new Set(['host', 'x-amz-date', ...amazon])].filter((name) => !signedHeaders.includes(name));
}

function refuseSkew(date: string, signedAt: number, now: Date): Refusal | undefined {
  const skew = CLOCK_SKEW_MINUTES * 60_000;
  const earliest = now.getTime() - skew;
  const latest = now.getTime() + skew;
  const text = formatDate(now.getTime());
  if (signedAt < earliest)
    return forbidden(
      `Signature expired: ${date} is now earlier than ${formatDate(earliest)} (${text} - ${CLOCK_SKEW_MINUTES} min.)`,
    );
  if (signedAt > latest)
    return forbidden(
      `Signature not yet current: ${date} is still later than ${formatDate(latest)} (${text} + ${CLOCK_SKEW_MINUTES} min.)`,
    );
  return undefined;
}

function parseDate(text: string): number {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (!parts) return Number.NaN;
  const [, year, month, day, hours, minutes, seconds] = parts;
  return Date.parse(`${year}-${month}-${day}T${hours}:${minutes}:${seconds}Z`);
}

function formatDate(time: number): string {
  return new Date(time).toISOString().replace(/[-:]|\.\d+/g, '');
}

function sameHex(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(a, 'hex'), Buffer.from(b, 'hex'));
}
