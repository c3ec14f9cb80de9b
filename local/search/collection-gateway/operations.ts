import type { Access, CollectionPermission, IndexPermission } from './access-policy';
import { splitTarget } from './canonical-request';
import { badRequest, NOT_FOUND, type Refusal } from './refusal';
import {
  bulkTargets,
  keepsTombstone,
  multiGetTargets,
  multiSearchTargets,
  type Target,
} from './request-body';

export interface OperationRequest {
  readonly method: string;
  /** Path and query as they stand in the request line. */
  readonly target: string;
  readonly body: Buffer;
}

/** What a request asks of the collection. */
export interface Operation {
  readonly accesses: readonly Access[];
  /** Indices that OpenSearch would create on the way, where they are missing; that takes `aoss:CreateIndex`. */
  readonly autoCreates: readonly string[];
}

/** One row of Serverless's list of supported operations. */
interface Route {
  readonly methods: readonly string[];
  /** `<index>`, `<id>` and `<name>` stand for one segment each; the rest is literal. */
  readonly path: string;
  readonly permission: IndexPermission | CollectionPermission;
  /** Where the body names the indices. */
  readonly targets?: (body: Buffer, pathIndex: string | undefined) => readonly Target[];
}

const READ = ['GET', 'POST'];

/**
 * What a SEARCH collection has; all else is 404. After AWS's list of supported operations:
 * https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-genref.html
 */
const ROUTES: readonly Route[] = [
  { methods: ['PUT'], path: '<index>', permission: 'aoss:CreateIndex' },
  { methods: ['DELETE'], path: '<index>', permission: 'aoss:DeleteIndex' },

  { methods: ['GET', 'HEAD'], path: '<index>', permission: 'aoss:DescribeIndex' },
  ...['_mapping', '_mappings', '_setting', '_settings'].flatMap((name): Route[] => [
    { methods: ['GET'], path: name, permission: 'aoss:DescribeIndex' },
    { methods: ['GET'], path: `<index>/${name}`, permission: 'aoss:DescribeIndex' },
    { methods: ['PUT', 'POST'], path: name, permission: 'aoss:UpdateIndex' },
    { methods: ['PUT', 'POST'], path: `<index>/${name}`, permission: 'aoss:UpdateIndex' },
  ]),
  { methods: ['GET'], path: '<index>/_setting/<name>', permission: 'aoss:DescribeIndex' },
  { methods: ['GET'], path: '<index>/_settings/<name>', permission: 'aoss:DescribeIndex' },
  { methods: ['GET'], path: '_cat/indices', permission: 'aoss:DescribeIndex' },
  { methods: ['GET'], path: '_cat/indices/<index>', permission: 'aoss:DescribeIndex' },
  { methods: ['GET'], path: '_resolve/index/<index>', permission: 'aoss:DescribeIndex' },

  { methods: ['DELETE'], path: '<index>/_doc/<id>', permission: 'aoss:WriteDocument' },
  { methods: ['PUT'], path: '<index>/_doc/<id>', permission: 'aoss:WriteDocument' },
  { methods: ['POST'], path: '<index>/_doc', permission: 'aoss:WriteDocument' },
  { methods: ['PUT', 'POST'], path: '<index>/_create/<id>', permission: 'aoss:WriteDocument' },
  { methods: ['POST'], path: '<index>/_update/<id>', permission: 'aoss:WriteDocument' },
  { methods: ['POST'], path: '_bulk', permission: 'aoss:WriteDocument', targets: bulkTargets },
  { methods: ['POST'], path: '<index>/_bulk', permission: 'aoss:WriteDocument', targets: bulkTargets },

  { methods: ['GET', 'HEAD'], path: '<index>/_doc/<id>', permission: 'aoss:ReadDocument' },
  { methods: ['GET', 'HEAD'], path: '<index>/_source/<id>', permission: 'aoss:ReadDocument' },
  { methods: READ, path: '<index>/_explain/<id>', permission: 'aoss:ReadDocument' },
  { methods: READ, path: '<index>/_validate/<name>', permission: 'aoss:ReadDocument' },
  ...['_analyze', '_count', '_field_caps', '_rank_eval', '_search'].flatMap((name): Route[] => [
    { methods: READ, path: name, permission: 'aoss:ReadDocument' },
    { methods: READ, path: `<index>/${name}`, permission: 'aoss:ReadDocument' },
  ]),
  { methods: READ, path: '_mget', permission: 'aoss:ReadDocument', targets: multiGetTargets },
  { methods: READ, path: '<index>/_mget', permission: 'aoss:ReadDocument', targets: multiGetTargets },
  { methods: READ, path: '_msearch', permission: 'aoss:ReadDocument', targets: multiSearchTargets },
  { methods: READ, path: '<index>/_msearch', permission: 'aoss:ReadDocument', targets: multiSearchTargets },

  ...['_alias', '_alias/<name>', '<index>/_alias', '<index>/_alias/<name>'].map(
    (path): Route => ({ methods: ['GET', 'HEAD'], path, permission: 'aoss:DescribeCollectionItems' }),
  ),
  { methods: ['PUT'], path: '<index>/_alias/<name>', permission: 'aoss:CreateCollectionItems' },
  { methods: ['POST'], path: '<index>/_alias/<name>', permission: 'aoss:UpdateCollectionItems' },
  { methods: ['DELETE'], path: '<index>/_alias/<name>', permission: 'aoss:DeleteCollectionItems' },
  { methods: ['POST'], path: '_aliases', permission: 'aoss:UpdateCollectionItems' },
  { methods: ['GET'], path: '_cat/aliases', permission: 'aoss:DescribeCollectionItems' },
  { methods: ['GET'], path: '_cat/templates', permission: 'aoss:DescribeCollectionItems' },
  ...['_index_template', '_component_template'].flatMap((name): Route[] => [
    { methods: ['GET'], path: name, permission: 'aoss:DescribeCollectionItems' },
    { methods: ['GET', 'HEAD'], path: `${name}/<name>`, permission: 'aoss:DescribeCollectionItems' },
    { methods: ['PUT'], path: `${name}/<name>`, permission: 'aoss:CreateCollectionItems' },
    { methods: ['POST'], path: `${name}/<name>`, permission: 'aoss:UpdateCollectionItems' },
    { methods: ['DELETE'], path: `${name}/<name>`, permission: 'aoss:DeleteCollectionItems' },
  ]),
];

/** What the request asks for, or why a collection has no such thing. */
export function operationOf(request: OperationRequest): Operation | Refusal {
  const [path, query] = splitTarget(request.target);
  const segments = path.replace(/^\/|\/+$/g, '').split('/');
  const route = ROUTES.find(
    ({ methods, path }) => methods.includes(request.method) && fits(path.split('/'), segments),
  );
  const values = route && placeholders(route.path.split('/'), segments);
  // A colon in a document's path is 404 on Serverless; in `_bulk` it is fine.
  if (!route || !values || values.id?.includes(':')) return NOT_FOUND;

  const parameters = new URLSearchParams(query);
  const refresh = parameters.get('refresh');
  if (refresh !== null && refresh !== 'false')
    return badRequest('status_exception', `${refresh || 'true'} refresh policy is not supported.`);

  const targets = route.targets?.(request.body, values.index) ?? [
    { index: values.index, autoCreates: writes(route, request.method, parameters) },
  ];
  const indices = [...new Set(targets.flatMap(({ index }) => indexNames(index)))];
  const hidden = indices.find((index) => index.startsWith('.'));
  if (hidden !== undefined)
    return badRequest(
      'invalid_index_name_exception',
      `Invalid index name [${hidden}], must not start with '.'`,
    );

  const { permission } = route;
  return {
    accesses: isCollectionPermission(permission)
      ? [{ permission }]
      : indices.map((index) => ({ permission, index })),
    autoCreates: [
      ...new Set(targets.filter(({ autoCreates }) => autoCreates).flatMap(({ index }) => indexNames(index))),
    ],
  };
}

export function isRefusal(operation: Operation | Refusal): operation is Refusal {
  return 'status' in operation;
}

function writes({ permission }: Route, method: string, parameters: URLSearchParams): boolean {
  return (
    permission === 'aoss:WriteDocument' &&
    (method !== 'DELETE' || keepsTombstone(parameters.get('version_type')))
  );
}

/** What begins with `_` is an operation's name: it fits no index, as in OpenSearch. */
function fits(route: readonly string[], segments: readonly string[]): boolean {
  return (
    route.length === segments.length &&
    route.every((part, at) => {
      const segment = segments[at] ?? '';
      if (part === '<index>') return segment !== '' && (!segment.startsWith('_') || segment === '_all');
      return part.startsWith('<') ? segment !== '' : part === segment;
    })
  );
}

/** `undefined` where a segment is no valid percent-encoding. */
function placeholders(
  route: readonly string[],
  segments: readonly string[],
): { index?: string; id?: string; name?: string } | undefined {
  try {
    return Object.fromEntries(
      route.flatMap((part, at) =>
        part.startsWith('<') ? [[part.slice(1, -1), decodeURIComponent(segments[at] ?? '')]] : [],
      ),
    );
  } catch {
    return undefined;
  }
}

/** The names of a comma-separated list, without what it takes away; all indices where none is named. */
function indexNames(list: string | undefined): string[] {
  const names = (list ?? '').split(',').filter((name) => name !== '' && !name.startsWith('-'));
  return names.length === 0 ? ['*'] : names.map((name) => (name === '_all' ? '*' : name));
}

function isCollectionPermission(
  permission: IndexPermission | CollectionPermission,
): permission is CollectionPermission {
  return permission.endsWith('CollectionItems');
}
