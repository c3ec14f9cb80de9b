import { isObject } from '../change/attribute-value';
import { ConfigurationError } from '../errors/configuration-error';
import type { Variables } from '../lambda/environment-variable';
import { parsedJson } from '../lambda/parsed-json';
import type { Filter } from './route';

/** The filter that `FILTER` gives, if it gives one. */
export function filterOf({ FILTER }: Variables): Filter | undefined {
  if (!FILTER) return undefined;
  const filter = parsedJson(FILTER);
  if (isFilter(filter)) return filter;
  throw new ConfigurationError(
    `The environment variable FILTER is "${FILTER.slice(0, 200)}". It must be a filter as JSON: {"attribute": [condition, …], …}.`,
  );
}

/** The construct that writes it has checked the conditions. */
function isFilter(value: unknown): value is Filter {
  return isObject(value) && Object.values(value).every((conditions) => Array.isArray(conditions));
}
