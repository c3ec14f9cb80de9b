import { expect } from 'chai';
import { DEFAULT_MAPPINGS, DEFAULT_SETTINGS } from '../../../modules/search-index';
import { sharedSearchEngine } from '../../search-engine';

interface BulkAnswer {
  readonly items: readonly { readonly index: { readonly status: number; readonly error?: object } }[];
}

const INDEX = 'default-index';

/** What one attribute may hold in one item, and in the next, as JSON. */
const VALUES: Readonly<Record<string, string>> = {
  text: '"abc"',
  empty: '""',
  date: '"2026-01-31T12:00:00Z"',
  longText: JSON.stringify('long '.repeat(8_000)),
  longWord: JSON.stringify('x'.repeat(40_000)),
  whole: '5',
  fraction: '3.5',
  digits38: '12345678901234567890123456789012345678',
  huge: '1E+125',
  tiny: '-1E-130',
  beyondLong: '9223372036854775808',
  minusZero: '-0',
  boolean: 'true',
  none: 'null',
  map: '{"a":1}',
  emptyMap: '{}',
  emptyList: '[]',
  texts: '["a","b"]',
  numbers: '[1,2.5]',
  maps: '[{"x":1},{"x":"q"}]',
  deep: `${'[{"m":'.repeat(16)}1${'}]'.repeat(16)}`,
};

describe('the default mapping', () => {
  let url: string;

  before(async function () {
    ({ url } = await sharedSearchEngine(this));
    await ask('PUT', `/${INDEX}`, JSON.stringify({ mappings: DEFAULT_MAPPINGS, settings: DEFAULT_SETTINGS }));
  });

  after(async () => {
    if (url) await ask('DELETE', `/${INDEX}`);
  });

  it('holds an attribute of any type in one item and of any other in the next', async () => {
    const kinds = Object.keys(VALUES);
    // A field for each pair; one item a kind, since each item that brings new fields takes a while.
    const before = kinds.map((first) => item(kinds.map((second) => [`${first} then ${second}`, first])));
    const after = kinds.map((second) => item(kinds.map((first) => [`${first} then ${second}`, second])));
    const refused = [...(await bulk(before)).items, ...(await bulk(after)).items].flatMap(
      ({ index }) => index.error ?? [],
    );
    expect(refused).to.deep.equal([]);
  });

  it('finds texts whole and by their words, and numbers by their size', async () => {
    await bulk([
      '{"title":"Hello World","year":1999,"rating":8.5}',
      '{"title":"Other","year":900,"rating":10}',
    ]);
    await ask('POST', `/${INDEX}/_refresh`);
    expect(await count({ term: { title: 'Hello World' } })).to.equal(1);
    expect(await count({ match: { 'title.text': 'hello' } })).to.equal(1);
    expect(await count({ term: { year: 1999 } })).to.equal(1);
    expect(await count({ range: { year: { gte: 950 } } })).to.equal(1);
    expect(await count({ range: { rating: { gte: 9 } } })).to.equal(1);
  });

  async function bulk(documents: readonly string[]): Promise<BulkAnswer> {
    const lines = documents.map((document) => `{"index":{}}\n${document}\n`);
    return JSON.parse(await ask('POST', `/${INDEX}/_bulk`, lines.join('')));
  }

  async function count(query: object): Promise<number> {
    return JSON.parse(await ask('POST', `/${INDEX}/_count`, JSON.stringify({ query }))).count;
  }

  async function ask(method: string, path: string, body?: string): Promise<string> {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url + path, { method, headers, ...(body !== undefined && { body }) });
    const text = await response.text();
    expect(response.ok, text).to.equal(true);
    return text;
  }
});

/** An item's JSON, from the names of its attributes and the kinds of their values. */
function item(attributes: readonly (readonly [name: string, kind: string])[]): string {
  return `{${attributes.map(([name, kind]) => `"${name}":${VALUES[kind]}`).join()}}`;
}
