export { SearchIndexer, type SearchIndexerProps } from './search-indexer';
export type { StartingPosition } from './starting-position';
