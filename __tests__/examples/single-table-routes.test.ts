import { expect } from 'chai';
import { ROUTES } from '../../examples/single-table-routes/routes';
import { transform } from '../../examples/single-table-routes/transform';
import type { AttributeMap } from '../../functions/change/attribute-value';
import { plainItem } from '../../functions/document/plain-item';
import { routerOf } from '../../functions/route/router';
import { routesOf } from '../../functions/route/routes-variable';
import { routeVariables } from '../../modules/search-indexer/route-props';

const CUSTOMER = {
  pk: { S: 'CUSTOMER#ada' },
  sk: { S: 'PROFILE' },
  name: { S: 'Ada' },
  email: { S: 'ada@example.org' },
  passwordHash: { S: 'secret' },
};
const ORDER = {
  pk: { S: 'CUSTOMER#ada' },
  sk: { S: 'ORDER#0001' },
  total: { N: '12.50' },
  lines: { L: [{ S: 'pen' }, { S: 'ink' }] },
};
const PRODUCT = { pk: { S: 'PRODUCT#pen' }, sk: { S: 'PRODUCT#pen' }, name: { S: 'Pen' }, ttl: { N: '1' } };
const SESSION = { pk: { S: 'CUSTOMER#ada' }, sk: { S: 'SESSION#1' } };

const change = { table: 'shop', at: 1e15 };

describe('the example single-table-routes', () => {
  it('routes each kind of item to its index', () => {
    expect(routed(CUSTOMER)).to.deep.equal({
      customers: { customer: 'CUSTOMER#ada', name: 'Ada', email: 'ada@example.org' },
    });
    expect(routed(ORDER)).to.deep.equal({
      orders: { customer: 'CUSTOMER#ada', order: 'ORDER#0001', total: 12.5, lines: ['pen', 'ink'] },
    });
    expect(routed(PRODUCT)).to.deep.equal({ products: { product: 'PRODUCT#pen', name: 'Pen' } });
    expect(routed(SESSION)).to.deep.equal({});
  });

  it('makes of each kind its document, by the transform', () => {
    expect(transformed(CUSTOMER)).to.deep.equal({
      customers: { customer: 'ada', name: 'Ada', email: 'ada@example.org' },
    });
    expect(transformed(ORDER)).to.deep.equal({
      orders: { customer: 'ada', order: '0001', total: 12.5, lineCount: 2 },
    });
    expect(transformed(PRODUCT)).to.deep.equal({});
    expect(transformed(SESSION)).to.deep.equal({});
  });
});

/** The documents of an item, by index. */
function routed(item: AttributeMap): object {
  const routes = routesOf({ ...routeVariables(ROUTES) });
  const destinations = routerOf(routes).destinations(plainItem(item, 'base64'), change);
  return Object.fromEntries(
    destinations.flatMap(({ index, item }) => (item === undefined ? [] : [[index, JSON.parse(`{${item}}`)]])),
  );
}

function transformed(item: AttributeMap): object {
  return JSON.parse(JSON.stringify(transform(JSON.parse(`{${plainItem(item, 'base64')}}`), change)));
}
