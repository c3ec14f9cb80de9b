export { addFilterRules, filtersOf } from './add-filter-rules';
export { checkFilter } from './check-filter';
