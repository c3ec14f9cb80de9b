import type { Filter } from '../../functions/route/route';
import { given } from '../props/given';
import { literalJson } from '../props/literal-json';
import type { IndexProps } from '../search-index';

/** Which of the table's items an index has, and what of them. */
export interface ProjectionProps {
  /**
   * Which items are indexed: for each attribute named, one of its conditions has to hold. They are those of Lambda's
   * event filters: `{"status": ["open", {"prefix": "re"}]}`. @default all items
   */
  readonly filter?: Filter;
  /** The attributes that documents have, and no others. @default all attributes */
  readonly include?: readonly string[];
  /** The attributes that documents lack; not together with `include`. @default none */
  readonly exclude?: readonly string[];
  /** Names that attributes get in documents, by those that they have in the table. @default none */
  readonly rename?: Readonly<Record<string, string>>;
}

/** An index and the items that go to it; a single-table design has one route for each kind of item. */
export interface RouteProps extends IndexProps, ProjectionProps {}

/** The variables by which the function is told of its routes. */
export function routeVariables(routes: readonly RouteProps[]): { SEARCH_INDEX: string } | { ROUTES: string } {
  const [first, ...others] = routes;
  if (first !== undefined && others.length === 0 && Object.keys(projectionOf(first)).length === 0)
    return { SEARCH_INDEX: first.indexName };
  return { ROUTES: `[${routes.map(routeJson)}]` };
}

/** Only the index's name may be a token; it needs no escape, since a name has neither quotes nor backslashes. */
function routeJson(route: RouteProps): string {
  const members = Object.entries(projectionOf(route)).map(
    ([name, value]) => `,"${name}":${literalJson(value)}`,
  );
  return `{"index":"${route.indexName}"${members.join('')}}`;
}

export function projectionOf(props: ProjectionProps): ProjectionProps {
  return given(props, ['filter', 'include', 'exclude', 'rename']);
}
