import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { itemsOf, movies } from '../../../local/demo/data-set';

describe('the movies', () => {
  it('are 3,201 items, each with an id of its own', () => {
    const { items } = movies();
    expect(items).to.have.length(3_201);
    expect(new Set(items.map(({ id }) => id?.S)).size).to.equal(3_201);
  });

  it('have nulls, and titles that are numbers beside those that are text', () => {
    const titles = new Set(movies().items.map(({ Title }) => Object.keys(Title ?? {}).join()));
    expect([...titles]).to.include.members(['S', 'N', 'NULL']);
  });
});

describe("the user's own items", () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'data-set-'));
    file = join(folder, 'items.jsonl');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('keep their ids, and every digit of their numbers', () => {
    writeFileSync(
      file,
      '{"id":"a","n":12345678901234567890123456789012345678,"f":[-0.12345678901234567890123456789012345678]}\n\n{"id":"b","m":{"e":1E+125}}\n',
    );
    const [a, b] = itemsOf(file).items;
    expect(a).to.deep.equal({
      id: { S: 'a' },
      n: { N: '12345678901234567890123456789012345678' },
      f: { L: [{ N: '-0.12345678901234567890123456789012345678' }] },
    });
    expect(b).to.deep.equal({ id: { S: 'b' }, m: { M: { e: { N: '1E+125' } } } });
  });

  it('are numbered where they have no id', () => {
    writeFileSync(file, '{"name":"x"}\n'.repeat(10));
    const ids = itemsOf(file).items.map(({ id }) => id?.S);
    expect(ids).to.deep.equal(Array.from({ length: 10 }, (_, i) => `line-${i + 1}`));
  });

  const wrong: readonly [content: string, message: RegExp][] = [
    ['{"id":"a"}\n\n{"id":"a"}\n', /items\.jsonl:3 has the id "a" of an earlier line/],
    ['{"id":"a"}\n{"id":\n', /items\.jsonl:2 is not JSON .*Each line is one JSON object/],
    ['{"id":"a"}\n[1]\n', /items\.jsonl.*2 is not a JSON object/],
    ['{"id":"a"}\n7\n', /items\.jsonl.*2 is not a JSON object/],
    ['{"id":7}\n', /items\.jsonl.*1 has an "id" that is not text/],
    ['{"id":""}\n', /items\.jsonl.*1 has an "id" that is not text, or empty/],
    ['\n', /items\.jsonl has no items\. Give it one JSON object a line/],
  ];
  for (const [content, message] of wrong)
    it(`${JSON.stringify(content)} are refused by place and cause`, () => {
      writeFileSync(file, content);
      expect(() => itemsOf(file)).to.throw(message);
    });

  it('that are not there are told by their path', () => {
    expect(() => itemsOf(join(folder, 'none.jsonl'))).to.throw(/none\.jsonl/);
  });
});
