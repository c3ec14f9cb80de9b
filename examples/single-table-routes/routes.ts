import { DEFAULT_MAPPINGS, type RouteProps } from 'dynamodb-cdc';

/**
 * The table's items, told apart by their keys:
 *
 *     pk            sk
 *     CUSTOMER#ada  PROFILE       name, email, passwordHash
 *     CUSTOMER#ada  ORDER#0001    total, state, lines
 *     PRODUCT#pen   PRODUCT#pen   name, price, ttl
 *
 * What no filter admits (a CUSTOMER#ada with SESSION#…) is in no index.
 */
export const ROUTES: readonly RouteProps[] = [
  {
    indexName: 'customers',
    filter: { pk: [{ prefix: 'CUSTOMER#' }], sk: ['PROFILE'] },
    // Whatever attribute comes later stays out until it is named.
    include: ['pk', 'name', 'email'],
    rename: { pk: 'customer' },
  },
  {
    indexName: 'orders',
    filter: { sk: [{ prefix: 'ORDER#' }] },
    rename: { pk: 'customer', sk: 'order' },
    // Its lines are searched one by one; in the other indices maps are kept, but not looked into.
    mappings: {
      ...DEFAULT_MAPPINGS,
      properties: { ...DEFAULT_MAPPINGS.properties, lines: { type: 'nested' } },
    },
  },
  {
    indexName: 'products',
    filter: { pk: [{ prefix: 'PRODUCT#' }] },
    exclude: ['sk', 'ttl'],
    rename: { pk: 'product' },
  },
];
