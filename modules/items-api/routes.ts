/** The models that bodies are checked against. */
export type BodyModel = 'NewItem' | 'Replacement';

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly resource: '/items' | '/items/{id}';
  /** @default no body */
  readonly body?: BodyModel;
}

/** What the API offers. */
export const ROUTES: readonly Route[] = [
  { method: 'POST', resource: '/items', body: 'NewItem' },
  { method: 'GET', resource: '/items' },
  { method: 'GET', resource: '/items/{id}' },
  { method: 'PUT', resource: '/items/{id}', body: 'Replacement' },
  { method: 'DELETE', resource: '/items/{id}' },
];
