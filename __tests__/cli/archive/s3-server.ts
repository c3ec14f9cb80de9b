import type { IncomingMessage, ServerResponse } from 'node:http';
import { type RunningServer, serve } from '../../functions/http-server';

/** Objects a page. */
const PAGE = 3;

export interface S3Server extends RunningServer {
  /** Path and query of each request, as they came. */
  readonly requests: string[];
  /** Keys whose next answers break off in the middle: how many. */
  readonly breaks: Map<string, number>;
  /** Never ends the body of this object. */
  stall?: string;
}

/**
 * A bucket named `bucket`, as far as ListObjectsV2 and GetObject go, addressed by path. Keys come in the order of
 * their bytes, a few a page (https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html).
 */
export async function s3Server(objects: ReadonlyMap<string, Buffer>): Promise<S3Server> {
  const [requests, breaks]: [string[], Map<string, number>] = [[], new Map()];
  const running = await serve((request, response) => {
    requests.push(request.url ?? '');
    const url = new URL(request.url ?? '', 'http://s3');
    const [, bucket, ...path] = url.pathname.split('/').map(decodeURIComponent);
    if (!isSigned(request)) return failed(response, 403, 'AccessDenied');
    if (bucket !== 'bucket') return failed(response, 404, 'NoSuchBucket');
    if (url.searchParams.get('list-type') === '2') return list(url.searchParams, response);
    get(path.join('/'), response);
  });
  const server: S3Server = { ...running, requests, breaks };

  function list(query: URLSearchParams, response: ServerResponse): void {
    const after = query.get('continuation-token') ?? '';
    const all = [...objects.keys()].filter((key) => key.startsWith(query.get('prefix') ?? '')).sort();
    const rest = all.filter((key) => key > after);
    const keys = rest.slice(0, PAGE);
    const next =
      rest.length > PAGE ? `<NextContinuationToken>${xml(keys.at(-1) ?? '')}</NextContinuationToken>` : '';
    const contents = keys.map((key) => `<Contents><Key>${xml(key)}</Key></Contents>`).join('');
    response.setHeader('content-type', 'application/xml');
    response.end(
      `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><IsTruncated>${next !== ''}</IsTruncated>${next}${contents}</ListBucketResult>`,
    );
  }

  function get(key: string, response: ServerResponse): void {
    const body = objects.get(key);
    if (body === undefined) {
      failed(response, 404, 'NoSuchKey');
      return;
    }
    const left = breaks.get(key) ?? 0;
    response.setHeader('content-length', body.length);
    if (left > 0) {
      breaks.set(key, left - 1);
      response.write(body.subarray(0, body.length / 2), () => response.destroy());
    } else if (server.stall === key) {
      response.write(body.subarray(0, 1));
    } else {
      response.end(body);
    }
  }
  return server;
}

const isSigned = ({ headers }: IncomingMessage): boolean =>
  /^AWS4-HMAC-SHA256 Credential=reader\/\d+\/eu-west-1\/s3\//.test(headers.authorization ?? '');

function failed(response: ServerResponse, status: number, code: string): void {
  response.statusCode = status;
  response.end(
    `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${code} it is</Message></Error>`,
  );
}

const xml = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => `&#${character.codePointAt(0)};`);
