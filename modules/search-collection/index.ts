export { SearchCollection, type SearchCollectionProps } from './search-collection';
