import type { APIGatewayProxyEvent } from 'aws-lambda';
import { ApiError } from './api-error';
import { parseItemBody } from './item-body';
import { checkId, itemToCreate, itemToStore } from './item-rules';
import type { Item } from './json-to-attribute-value';
import { type Page, parsePage } from './page';

/** What a request asks for. */
export type Operation =
  | { readonly kind: 'create'; readonly item: Item }
  | { readonly kind: 'list'; readonly page: Page }
  | { readonly kind: 'get'; readonly id: string }
  | { readonly kind: 'put'; readonly item: Item }
  | { readonly kind: 'delete'; readonly id: string };

export type ItemsApiRequest = Pick<
  APIGatewayProxyEvent,
  'resource' | 'httpMethod' | 'pathParameters' | 'queryStringParameters' | 'body' | 'isBase64Encoded'
>;

/**
 * @param newId the id of an item that is created without one
 * @throws ApiError 400, 404 or 405 when the request asks for nothing that the API does.
 */
export function operationOf(request: ItemsApiRequest, newId: string): Operation {
  if (request.resource === '/items') {
    if (request.httpMethod === 'POST')
      return { kind: 'create', item: itemToCreate(parseItemBody(request), newId) };
    if (request.httpMethod === 'GET') return { kind: 'list', page: parsePage(request.queryStringParameters) };
    throw methodNotAllowed(request, 'GET, POST');
  }
  if (request.resource === '/items/{id}') {
    const id = checkId(decodePathParameter(request.pathParameters?.id ?? ''));
    if (request.httpMethod === 'GET') return { kind: 'get', id };
    if (request.httpMethod === 'PUT') return { kind: 'put', item: itemToStore(parseItemBody(request), id) };
    if (request.httpMethod === 'DELETE') return { kind: 'delete', id };
    throw methodNotAllowed(request, 'GET, PUT, DELETE');
  }
  throw new ApiError(404, `There is no ${request.resource}. The API has /items and /items/{id}.`);
}

/** A REST API passes path parameters on as they came, percent-encoded. */
function decodePathParameter(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ApiError(
      400,
      `The id in the path, ${text}, is not percent-encoded UTF-8. Encode it: a "%" is sent as "%25".`,
    );
  }
}

function methodNotAllowed({ httpMethod, resource }: ItemsApiRequest, allowed: string): ApiError {
  return new ApiError(405, `${resource} has no ${httpMethod}. It has ${allowed}.`, { Allow: allowed });
}
