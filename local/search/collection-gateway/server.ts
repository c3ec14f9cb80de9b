import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { type Access, isGranted } from './access-policy';
import { headerValue, type WireRequest } from './canonical-request';
import type { Directory } from './directory';
import { isRefusal, operationOf } from './operations';
import { FORBIDDEN, type Refusal, refusalBody } from './refusal';
import { parseAuthorization, refuseChecksum, refuseSignature } from './signature';

export interface CollectionGatewayProps {
  /** The collection's name, as the data access policies call it. */
  readonly collection: string;
  /** The OpenSearch that holds the collection's indices. */
  readonly engineUrl: string;
  readonly directory: Directory;
  /** @default a free one */
  readonly port?: number;
}

export interface CollectionGateway {
  /** `http://127.0.0.1:PORT`, to be used as the collection's endpoint. */
  readonly url: string;
  close(): Promise<void>;
}

const HOP_BY_HOP = new Set([
  ...['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection'],
  ...['te', 'trailer', 'transfer-encoding', 'upgrade', 'expect'],
]);

/**
 * Serves an OpenSearch as the endpoint of a Serverless collection: whoever has not signed as AWS asks, or
 * is not admitted by the deployed data access policies, is refused; what Serverless does not have is not
 * there; all else goes to the engine, and comes back, byte for byte.
 */
export async function startCollectionGateway(props: CollectionGatewayProps): Promise<CollectionGateway> {
  const agent = new Agent({ keepAlive: true });
  const server = createServer((incoming, response) => {
    answer(props, agent, incoming, response).catch((error: Error) => fail(response, error));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(props.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        agent.destroy();
      }),
  };
}

async function answer(
  props: CollectionGatewayProps,
  agent: Agent,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const wire = await readWhole(incoming);
  const refusal = await refuse(props, wire);
  if (refusal) respond(response, refusal);
  else await forward(props.engineUrl, agent, wire, response);
}

async function readWhole(incoming: IncomingMessage): Promise<WireRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const headers: [string, string][] = [];
  for (let at = 0; at + 1 < incoming.rawHeaders.length; at += 2)
    headers.push([incoming.rawHeaders[at] ?? '', incoming.rawHeaders[at + 1] ?? '']);
  return {
    method: incoming.method ?? '',
    target: incoming.url ?? '',
    headers,
    body: Buffer.concat(chunks),
  };
}

/** Who asks comes first, what he asks for second: a stranger does not learn what there is. */
async function refuse(props: CollectionGatewayProps, wire: WireRequest): Promise<Refusal | undefined> {
  const { directory, collection, engineUrl } = props;
  const authorization = parseAuthorization(wire);
  if (!authorization) return { ...FORBIDDEN, reason: 'Missing Authentication Token' };
  const principal = await directory.principal(authorization.credential.accessKeyId);
  const refusal = refuseChecksum(wire) ?? refuseSignature(wire, authorization, principal, new Date());
  if (refusal || !principal) return refusal ?? FORBIDDEN;
  if (!principal.collections.includes(collection)) return FORBIDDEN;

  const operation = operationOf(wire);
  if (isRefusal(operation)) return operation;

  const policies = await directory.accessPolicies();
  const granted = (access: Access) => isGranted(policies, collection, principal.arns, access);
  if (!operation.accesses.every(granted)) return FORBIDDEN;
  for (const index of operation.autoCreates) {
    // Creating an index on the way takes the right to create one, else the engine must not get to do it.
    if (!granted({ permission: 'aoss:CreateIndex', index }) && !(await exists(engineUrl, index)))
      return FORBIDDEN;
  }
  return undefined;
}

async function exists(engineUrl: string, index: string): Promise<boolean> {
  const response = await fetch(`${engineUrl}/${encodeURIComponent(index)}`, { method: 'HEAD' });
  return response.ok;
}

function forward(
  engineUrl: string,
  agent: Agent,
  wire: WireRequest,
  response: ServerResponse,
): Promise<void> {
  const { hostname, port } = new URL(engineUrl);
  return new Promise((resolve, reject) => {
    const outgoing = request({
      agent,
      hostname,
      port,
      method: wire.method,
      path: wire.target,
      headers: requestHeaders(wire),
    });
    outgoing.once('error', reject);
    outgoing.once('response', (answered) => {
      response.writeHead(answered.statusCode ?? 502, responseHeaders(answered));
      pipeline(answered, response).then(resolve, reject);
    });
    response.once('close', () => outgoing.destroy());
    outgoing.end(wire.body);
  });
}

/** As they came, but for what concerns one connection only and the signature, which is not for the engine. */
function requestHeaders(wire: WireRequest): string[] {
  const kept = wire.headers.filter(
    ([name]) => !HOP_BY_HOP.has(name.toLowerCase()) && name.toLowerCase() !== 'authorization',
  );
  const chunked = headerValue(wire, 'content-length') === undefined && wire.body.length > 0;
  return [...kept, ...(chunked ? [['content-length', String(wire.body.length)]] : [])].flat();
}

function responseHeaders(answered: IncomingMessage): string[] {
  const headers: string[] = [];
  for (let at = 0; at + 1 < answered.rawHeaders.length; at += 2) {
    const name = answered.rawHeaders[at] ?? '';
    if (!HOP_BY_HOP.has(name.toLowerCase())) headers.push(name, answered.rawHeaders[at + 1] ?? '');
  }
  return headers;
}

function respond(response: ServerResponse, refusal: Refusal): void {
  const body = refusalBody(refusal);
  response.writeHead(refusal.status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}

/** The engine or the directory does not answer: as any endpoint behind a load balancer, 503. */
function fail(response: ServerResponse, error: Error): void {
  if (response.destroyed) return;
  if (response.headersSent) {
    response.destroy();
    return;
  }
  respond(response, { status: 503, type: 'Service Unavailable', reason: error.message });
}
