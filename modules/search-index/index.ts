export { DEFAULT_MAPPINGS, DEFAULT_SETTINGS } from './default-index';
export { SearchIndex, type SearchIndexProps } from './search-index';
