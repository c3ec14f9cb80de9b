export { SearchSweeper, type SearchSweeperProps } from './search-sweeper';
