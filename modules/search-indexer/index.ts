export { addRouteRules } from './add-route-rules';
export { checkRoutes } from './check-routes';
export { type ProjectionProps, projectionOf, type RouteProps } from './route-props';
export { SearchIndexer, type SearchIndexerProps } from './search-indexer';
