export { checkFilter } from './check-filter';
