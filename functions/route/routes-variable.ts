import { isObject } from '../change/attribute-value';
import { ConfigurationError } from '../errors/configuration-error';
import { required, type Variables } from '../lambda/environment-variable';
import { parsedJson } from '../lambda/parsed-json';
import type { Route } from './route';

/** The routes that `ROUTES` gives; without it, all items whole to `SEARCH_INDEX`. */
export function routesOf(variables: Variables): readonly Route[] {
  const { ROUTES } = variables;
  if (!ROUTES) return [{ index: required(variables, 'SEARCH_INDEX') }];
  const routes = parsedJson(ROUTES);
  if (isRoutes(routes)) return routes;
  throw new ConfigurationError(
    `The environment variable ROUTES is "${ROUTES.slice(0, 200)}". It must be a list of routes as JSON: [{"index": "…"}, …].`,
  );
}

/** The construct that writes them has checked the rest. */
function isRoutes(value: unknown): value is Route[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((route) => isObject(route) && typeof route.index === 'string')
  );
}
