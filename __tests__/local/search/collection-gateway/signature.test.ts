import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  canonicalRequest,
  sha256Hex,
  type WireRequest,
} from '../../../../local/search/collection-gateway/canonical-request';
import {
  type Credential,
  parseAuthorization,
  refuseChecksum,
  refuseSignature,
  sign,
  stringToSign,
} from '../../../../local/search/collection-gateway/signature';

interface PublishedTest {
  readonly name: string;
  readonly context: {
    readonly normalize: boolean;
    readonly credentials: { readonly secret_access_key: string };
  };
  readonly signedRequest: string;
  readonly canonicalRequest: string;
  readonly stringToSign: string;
  readonly signature: string;
}

const PUBLISHED = (
  JSON.parse(
    readFileSync(join(__dirname, 'fixtures', 'aws-signing-test-suite.json'), 'utf8'),
  ) as PublishedTest[]
)
  // Paths that are not normalised are for S3 alone.
  .filter(({ context }) => context.normalize);

describe("AWS's published test vectors of Signature Version 4", () => {
  it('are all there', () => expect(PUBLISHED).to.have.length(31));

  for (const test of PUBLISHED) {
    it(test.name, () => {
      const request = parseRequest(test.signedRequest);
      const authorization = parseAuthorization(request);
      if (!authorization) return expect.fail('the Authorization header was not understood');
      const { credential, signedHeaders } = authorization;

      expect(canonicalRequest(request, signedHeaders)).to.equal(test.canonicalRequest);
      const text = stringToSign(request, credential, signedHeaders);
      expect(text).to.equal(test.stringToSign);
      expect(sign(test.context.credentials.secret_access_key, credential, text)).to.equal(test.signature);
      expect(authorization.signature).to.equal(test.signature);
    });
  }
});

describe('the verification of a signature', () => {
  const now = new Date('2026-01-31T23:59:00Z');
  const principal = { secretAccessKey: 'secret', sessionToken: 'token', arns: [], collections: [] };

  it('takes a good one', () => expect(refusal({})).to.equal(undefined));

  const refused: [what: string, change: Change, reason: RegExp][] = [
    ['another secret', { secret: 'other' }, /does not match the signature you provided/],
    ['another service', { service: 'es' }, /correct service: 'aoss'/],
    ['a scope of another day', { day: '20260130' }, /'20260130' != '20260131'/],
    [
      'a signature of 5 min 1 s ago',
      { date: '20260131T235359Z' },
      /^Signature expired: 20260131T235359Z is now earlier than 20260131T235400Z \(20260131T235900Z - 5 min\.\)$/,
    ],
    [
      'a signature of 5 min 1 s ahead',
      { date: '20260201T000401Z' },
      /^Signature not yet current: 20260201T000401Z is still later than 20260201T000400Z \(20260131T235900Z \+ 5 min\.\)$/,
    ],
    ['no date', { drop: 'x-amz-date' }, /no valid x-amz-date/],
    ['an unsigned host', { unsigned: 'host' }, /must be signed: host\./],
    ['an unsigned hash', { unsigned: 'x-amz-content-sha256' }, /must be signed: x-amz-content-sha256\./],
    ['an unsigned token', { unsigned: 'x-amz-security-token' }, /must be signed: x-amz-security-token\./],
    ['a missing token', { drop: 'x-amz-security-token' }, /security token .* is invalid/],
    ['another token', { token: 'other' }, /security token .* is invalid/],
    ['a signed hop-by-hop header', { extra: 'connection' }, /cannot be signed: connection\./],
    ['another path than the signed one', { sentTarget: '/b/_search' }, /does not match the signature/],
    ['another query than the signed one', { sentTarget: '/a/_search?x=2' }, /does not match the signature/],
    ['another method than the signed one', { sentMethod: 'POST' }, /does not match the signature/],
  ];
  for (const [what, change, reason] of refused) {
    it(`refuses ${what}`, () => {
      expect(refusal(change)).to.deep.include({ status: 403, type: 'Forbidden' });
      expect(refusal(change)?.reason).to.match(reason);
    });
  }

  it('refuses a key that nobody has', () => {
    const { request, authorization } = signed({});
    expect(refuseSignature(request, authorization, undefined, now)?.status).to.equal(403);
  });

  it('takes a signature up to 5 minutes off, either way', () => {
    expect(refusal({ date: '20260131T235400Z' })).to.equal(undefined);
    expect(refusal({ date: '20260201T000400Z' })).to.equal(undefined);
  });

  /** What differs from a good request; `sent…` changes it after it was signed. */
  interface Change {
    readonly secret?: string;
    readonly service?: string;
    readonly day?: string;
    readonly date?: string;
    readonly token?: string;
    readonly drop?: string;
    readonly unsigned?: string;
    readonly extra?: string;
    readonly sentTarget?: string;
    readonly sentMethod?: string;
  }

  function refusal(change: Change) {
    const { request, authorization } = signed(change);
    return refuseSignature(request, authorization, principal, now);
  }

  function signed(change: Change) {
    const date = change.date ?? '20260131T235900Z';
    const headers: [string, string][] = [
      ['Host', '127.0.0.1:9200'],
      ['X-Amz-Date', date],
      ['X-Amz-Security-Token', change.token ?? 'token'],
      ['x-amz-content-sha256', sha256Hex('')],
    ];
    if (change.extra) headers.push([change.extra, 'value']);
    const sent = headers.filter(([name]) => name.toLowerCase() !== change.drop);
    const request = { method: 'GET', target: '/a/_search', headers: sent, body: Buffer.alloc(0) };
    const credential: Credential = {
      accessKeyId: 'AKID',
      day: change.day ?? date.slice(0, 8),
      region: 'eu-west-1',
      service: change.service ?? 'aoss',
    };
    const signedHeaders = sent
      .map(([name]) => name.toLowerCase())
      .filter((name) => name !== change.unsigned)
      .sort();
    const signature = sign(
      change.secret ?? 'secret',
      credential,
      stringToSign(request, credential, signedHeaders),
    );
    return {
      request: {
        ...request,
        method: change.sentMethod ?? request.method,
        target: change.sentTarget ?? request.target,
      },
      authorization: { credential, signedHeaders, signature },
    };
  }
});

describe('the checksum of the content', () => {
  const body = Buffer.from('{"a":1}');
  const withHash = (hash: string): WireRequest => ({
    method: 'POST',
    target: '/',
    headers: [['X-Amz-Content-Sha256', hash]],
    body,
  });

  it('takes the hash of the very bytes', () => {
    expect(refuseChecksum(withHash(sha256Hex(body)))).to.equal(undefined);
  });

  for (const hash of [sha256Hex('{"a":2}'), 'UNSIGNED-PAYLOAD', '']) {
    it(`refuses ${hash || 'none'}`, () => {
      expect(refuseChecksum(withHash(hash))).to.deep.equal({
        status: 403,
        type: 'Forbidden',
        reason: 'Request Content Checksum Verification Failed',
      });
    });
  }
});

/** An HTTP request's text; a line that begins with a space goes on with the header before it. */
function parseRequest(text: string): WireRequest {
  const [head = '', ...body] = text.split('\n\n');
  const [requestLine = '', ...lines] = head.replace(/\n +/g, ' ').split('\n');
  const [, method = '', target = ''] = /^(\S+) (.*) HTTP\/1\.1$/.exec(requestLine) ?? [];
  return {
    method,
    target,
    headers: lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1)] as const;
    }),
    body: Buffer.from(body.join('\n\n')),
  };
}
