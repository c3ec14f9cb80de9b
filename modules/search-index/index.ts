export { addTombstoneRule } from './check-tombstone-mappings';
export { DEFAULT_MAPPINGS, DEFAULT_SETTINGS } from './default-index';
export { type IndexProps, SearchIndices, type SearchIndicesProps } from './search-indices';
export { ROUTES_TYPE, VariableRoutes } from './variable-routes';
