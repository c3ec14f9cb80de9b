import type { APIGatewayProxyResult } from 'aws-lambda';
import { ApiError } from './api-error';
import { attributesToJson } from './attribute-value-to-json';
import type { ItemStore } from './item-store';
import type { Item } from './json-to-attribute-value';
import { nextTokenOf } from './page';
import type { Operation } from './route';

/**
 * Does what the request asks for.
 * @throws ApiError 404 for an item that is not there, 409 for one that is there already.
 */
export async function perform(operation: Operation, store: ItemStore): Promise<APIGatewayProxyResult> {
  switch (operation.kind) {
    case 'create': {
      if (await store.create(operation.item)) return itemResult(201, operation.item);
      throw new ApiError(
        409,
        'There is an item of this id already. Replace it with PUT /items/{id}, or leave the id out for a new one.',
      );
    }
    case 'list': {
      const { items, last } = await store.list(operation.page);
      const nextToken = last === undefined ? '' : `,"nextToken":${JSON.stringify(nextTokenOf(last))}`;
      return jsonResult(200, `{"items":[${items.map(attributesToJson).join(',')}]${nextToken}}`);
    }
    case 'get': {
      const item = await store.get(operation.id);
      if (item === undefined) throw noSuchItem(operation.id);
      return itemResult(200, item);
    }
    case 'put': {
      await store.put(operation.item);
      return itemResult(200, operation.item);
    }
    case 'delete': {
      if (!(await store.delete(operation.id))) throw noSuchItem(operation.id);
      return { statusCode: 204, headers: {}, body: '' };
    }
  }
}

const itemResult = (statusCode: number, item: Item): APIGatewayProxyResult =>
  jsonResult(statusCode, attributesToJson(item));

const jsonResult = (statusCode: number, body: string): APIGatewayProxyResult => ({
  statusCode,
  headers: { 'Content-Type': 'application/json' },
  body,
});

const noSuchItem = (id: string): ApiError => new ApiError(404, `There is no item ${JSON.stringify(id)}.`);
