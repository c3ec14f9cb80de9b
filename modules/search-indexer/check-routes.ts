import type { Construct } from 'constructs';
import { fieldName } from '../../functions/document/attribute-name';
import { checkFilter } from '../item-filter';
import { checkKnown, checkName, InvalidPropError, isRecord, NAME_RULES } from '../validation';
import { type ProjectionProps, projectionOf, type RouteProps, routeVariables } from './route-props';

/** Lambda holds 4,096 bytes of environment in all; the other variables take less than a quarter. */
export const MAX_ROUTES_BYTES = 3_072;

/** What is allowed, and what to do, of that which documents have of items. */
export const PROJECTION_WORDS = {
  names: (prop: string) => ({
    allowed: "a list of attributes' names, each once",
    mend: `Name the attributes of the item's root, or leave ${prop} out.`,
  }),
  one: { allowed: 'left out when include is given', mend: 'Give one of the two.' },
  field: {
    allowed: "to names of fields: without '.' and '%', not blank, not beginning with '_'",
    mend: 'Take another new name.',
  },
  another: { allowed: 'to another name for each attribute', mend: 'Take another new name.' },
  absent: (name: string) => ({
    allowed: 'of attributes that documents have',
    mend: `Do not exclude "${name}", or include it, or leave it out of rename.`,
  }),
  taken: (name: string) => ({
    allowed: 'to names that no other included attribute has',
    mend: `Take another new name, or leave "${name}" out of include.`,
  }),
  transform: (by: string, prop: string) => ({
    allowed: `left out when ${by} is given`,
    mend: `Let the transform do what ${prop} does.`,
  }),
  size: {
    allowed: `at most ${MAX_ROUTES_BYTES} bytes, since Lambda's environment holds 4096 in all`,
    mend: 'Give fewer or shorter routes, or a transform, which is part of the code.',
  },
};

const ROUTE_PROPS: readonly string[] = [
  'indexName',
  'filter',
  'include',
  'exclude',
  'rename',
  'mappings',
  'settings',
  'liveAliasName',
];

/** Throws an `InvalidPropError` for routes that the function could not follow, or that contradict themselves. */
export function checkRoutes(scope: Construct, routes: readonly RouteProps[]): void {
  const mend =
    'Give a list such as [{"indexName": "orders", "filter": {"kind": ["order"]}}], or leave routes out.';
  if (!Array.isArray(routes) || routes.length === 0)
    throw invalid(scope, 'routes', routes, 'a list of one route or more', mend);
  for (const route of routes) checkRoute(scope, route, mend);
  const bytes = Buffer.byteLength(Object.values(routeVariables(routes)).join(''));
  if (bytes > MAX_ROUTES_BYTES) {
    throw refused(scope, 'routes', `${bytes} bytes of JSON`, PROJECTION_WORDS.size);
  }
}

/** A transform says it all: beside it, routes only name their indices. */
export function checkWithoutProjections(
  scope: Construct,
  routes: readonly RouteProps[],
  by: 'transform' | 'functionZip',
): void {
  for (const [prop, value] of routes.flatMap((route) => Object.entries(projectionOf(route))))
    throw refused(scope, prop, value, PROJECTION_WORDS.transform(by, prop));
}

function checkRoute(scope: Construct, route: RouteProps, mend: string): void {
  if (!isRecord(route)) throw invalid(scope, 'routes', route, 'a list of objects', mend);
  const unknown = Object.keys(route).find((name) => !ROUTE_PROPS.includes(name));
  if (unknown !== undefined)
    throw invalid(scope, 'routes', unknown, `of the members ${ROUTE_PROPS.join(', ')}`, mend);
  checkName(scope, 'indexName', route.indexName, NAME_RULES.searchIndex);
  for (const [prop, value] of Object.entries(projectionOf(route))) checkKnown(scope, prop, value);
  checkProjection(scope, route);
}

function checkProjection(scope: Construct, { filter, include, exclude, rename = {} }: ProjectionProps): void {
  if (filter !== undefined) checkFilter(scope, filter);
  checkNames(scope, 'include', include);
  checkNames(scope, 'exclude', exclude);
  if (include !== undefined && exclude !== undefined) {
    throw refused(scope, 'exclude', exclude, PROJECTION_WORDS.one);
  }
  checkRename(scope, rename);
  for (const name of Object.keys(rename)) {
    if (exclude?.includes(name) || (include !== undefined && !include.includes(name))) {
      throw refused(scope, 'rename', name, PROJECTION_WORDS.absent(name));
    }
  }
  for (const name of Object.values(rename)) {
    if (include?.includes(name) && !Object.hasOwn(rename, name)) {
      throw refused(scope, 'rename', name, PROJECTION_WORDS.taken(name));
    }
  }
}

function checkNames(scope: Construct, prop: string, names: readonly string[] | undefined): void {
  if (names === undefined) return;
  const isList = Array.isArray(names) && names.length > 0;
  if (
    isList &&
    [...names].every((name) => typeof name === 'string' && name !== '') &&
    new Set(names).size === names.length
  )
    return;
  throw refused(scope, prop, names, PROJECTION_WORDS.names(prop));
}

function checkRename(scope: Construct, rename: Readonly<Record<string, string>>): void {
  if (!isRecord(rename))
    throw invalid(
      scope,
      'rename',
      rename,
      'an object of new names by attributes',
      'Give {"attribute": "field"}.',
    );
  const names = Object.values(rename);
  for (const name of names) {
    if (typeof name === 'string' && fieldName(name, true) === name && !name.startsWith('_')) continue;
    throw refused(scope, 'rename', name, PROJECTION_WORDS.field);
  }
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice === undefined) return;
  throw refused(scope, 'rename', twice, PROJECTION_WORDS.another);
}

function invalid(
  scope: Construct,
  prop: string,
  value: unknown,
  allowed: string,
  mend: string,
): InvalidPropError {
  return new InvalidPropError(scope, { prop, value, allowed, mend });
}

function refused(
  scope: Construct,
  prop: string,
  value: unknown,
  words: { readonly allowed: string; readonly mend: string },
): InvalidPropError {
  return new InvalidPropError(scope, { prop, value, ...words });
}
