import { createHash } from 'node:crypto';

/** A request as it came over the wire: nothing decoded, nothing joined. */
export interface WireRequest {
  readonly method: string;
  /** Path and query as they stand in the request line. */
  readonly target: string;
  /** In their order, with their repetitions. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

/**
 * The canonical request of Signature Version 4 for every service but S3:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function canonicalRequest(request: WireRequest, signedHeaders: readonly string[]): string {
  const [path = '', query = ''] = splitTarget(request.target);
  return [
    request.method,
    canonicalPath(path),
    canonicalQuery(query),
    ...signedHeaders.map((name) => `${name}:${headerValue(request, name) ?? ''}`),
    '',
    signedHeaders.join(';'),
    sha256Hex(request.body),
  ].join('\n');
}

export function splitTarget(target: string): [path: string, query: string] {
  const mark = target.indexOf('?');
  return mark < 0 ? [target, ''] : [target.slice(0, mark), target.slice(mark + 1)];
}

/** A header's canonical value: trimmed, runs of spaces as one, repetitions joined by commas in their order. */
export function headerValue(request: WireRequest, lowerCaseName: string): string | undefined {
  const values = request.headers
    .filter(([name]) => name.toLowerCase() === lowerCaseName)
    .map(([, value]) => value.trim().replace(/ +/g, ' '));
  return values.length === 0 ? undefined : values.join(',');
}

export function sha256Hex(data: Buffer | string): string {
  return createHash('sha256').update(data).digest('hex');
}

/** Dot segments and empty segments removed, and encoded as it came: what was encoded once is now encoded twice. */
function canonicalPath(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '.' && segment !== '') segments.push(uriEncode(segment));
  }
  const trailingSlash = segments.length > 0 && /\/\.{0,2}$/.test(path) ? '/' : '';
  return `/${segments.join('/')}${trailingSlash}`;
}

/** Sorted by encoded name, then by encoded value. */
function canonicalQuery(query: string): string {
  return query
    .split('&')
    .filter((parameter) => parameter !== '')
    .map((parameter) => {
      const equals = parameter.indexOf('=');
      const [name, value] =
        equals < 0 ? [parameter, ''] : [parameter.slice(0, equals), parameter.slice(equals + 1)];
      return [uriEncode(decode(name)), uriEncode(decode(value))] as const;
    })
    .sort(([nameA, valueA], [nameB, valueB]) => compare(nameA, nameB) || compare(valueA, valueB))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Everything but RFC 3986's unreserved characters as `%XX`, byte by byte. */
function uriEncode(text: Buffer | string): string {
  return [...Buffer.from(text)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[A-Za-z0-9\-._~]/.test(character)
        ? character
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}

/** To bytes, not to text: what is no valid UTF-8 stays what it is. */
function decode(text: string): Buffer {
  const bytes = text
    .replace(/\+/g, ' ')
    .split(/(%[0-9A-Fa-f]{2})/)
    .map((part, index) => (index % 2 === 1 ? Buffer.from(part.slice(1), 'hex') : Buffer.from(part)));
  return Buffer.concat(bytes);
}
