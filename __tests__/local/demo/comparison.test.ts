import { isDeepStrictEqual } from 'node:util';
import { expect } from 'chai';
import fc from 'fast-check';
import { parse } from 'lossless-json';
import type { AttributeMap } from '../../../functions/change/attribute-value';
import { decodeRecord } from '../../../functions/change/decode-record';
import type { Document } from '../../../local/demo/collection-reader';
import { type Comparison, compare, type Item } from '../../../local/demo/comparison';
import { documentItem } from '../../../local/demo/document-item';
import { item } from '../../functions/arbitrary-items';
import { document } from '../../functions/document-of';
import { changeRecord, kinesisRecord } from '../../functions/kinesis-events';

/** The items of a table, by their id. */
type Items = ReadonlyMap<string, AttributeMap>;

const attributes = item.map(({ id: _, ...others }): AttributeMap => others);
const items: fc.Arbitrary<Items> = fc
  .uniqueArray(fc.tuple(fc.string({ minLength: 1, maxLength: 6 }), attributes), {
    selector: ([id]) => id,
    maxLength: 6,
  })
  .map((entries) => new Map(entries.map(([id, others]) => [id, { id: { S: id }, ...others }])));

describe('the comparison of a table with an index', () => {
  it('finds what the pipeline has written equal to the table, in any order', () => {
    fc.assert(
      fc.property(items, (all) => {
        expect(comparison(all, new Map([...all].reverse()))).to.deep.equal({
          equal: all.size,
          missing: [],
          surplus: [],
          different: [],
        });
      }),
    );
  });

  it('finds the one item that the index lacks, and the one document that the table lacks', () => {
    fc.assert(
      fc.property(items, fc.string(), attributes, (all, id, others) => {
        fc.pre(!all.has(id));
        const more = new Map([...all, [id, { id: { S: id }, ...others }]]);
        const [nothing, key] = [{ equal: all.size, different: [] }, JSON.stringify([id])];
        expect(comparison(more, all)).to.deep.equal({ ...nothing, missing: [key], surplus: [] });
        expect(comparison(all, more)).to.deep.equal({ ...nothing, missing: [], surplus: [key] });
      }),
    );
  });

  it('finds any other content of one item or document', () => {
    fc.assert(
      fc.property(items, attributes, fc.nat(), (all, others, position) => {
        const id = [...all.keys()][position % Math.max(1, all.size)];
        fc.pre(id !== undefined);
        const changed = new Map([...all, [id, { id: { S: id }, ...others }]]);
        fc.pre(!isDeepStrictEqual(documentsOf(changed), documentsOf(all)));
        for (const { equal, missing, surplus, different } of [
          comparison(changed, all),
          comparison(all, changed),
        ]) {
          expect({ equal, missing, surplus }).to.deep.equal({
            equal: all.size - 1,
            missing: [],
            surplus: [],
          });
          expect(different.map(({ key }) => key)).to.deep.equal([JSON.stringify([id])]);
        }
      }),
    );
  });

  for (const [inTable, inIndex] of [
    ['12345678901234567890123456789012345678', '12345678901234567890123456789012345679'],
    ['0.1', '0.10000000000000000000000000000000000001'],
    ['9007199254740993', '9007199254740992'],
    ['1E-130', '0'],
  ] as const)
    it(`compares numbers by their digits: ${inTable} is not ${inIndex}`, () => {
      const of = (N: string): Items => new Map([['a', { id: { S: 'a' }, n: { N } }]]);
      expect(comparison(of(inTable), of(inTable)).equal).to.equal(1);
      expect(comparison(of(inTable), of(inIndex)).different).to.have.length(1);
    });

  it('does not take a number for its text', () => {
    const [number, text] = [{ N: '5' }, { S: '5' }].map(
      (n): Items => new Map([['a', { id: { S: 'a' }, n }]]),
    );
    if (number === undefined || text === undefined) throw new Error('there are two');
    expect(comparison(number, text).different).to.have.length(1);
    expect(comparison(text, number).different).to.have.length(1);
  });
});

function comparison(table: Items, index: Items): Comparison {
  return compare([...table.values()].map(asTheSdkReads), documentsOf(index).map(documentItem), ['id']);
}

/** What the pipeline makes of the items. */
function documentsOf(all: Items): Document[] {
  return [...all].map(([id, newImage]) => {
    const record = kinesisRecord(
      changeRecord({ keys: { id: { S: id } }, newImage, at: 1_720_740_233_012_995 }),
      0,
    );
    return parse(document(decodeRecord(record, 0))) as Document;
  });
}

/** The AWS SDK has binary values as bytes. */
function asTheSdkReads(map: AttributeMap): Item {
  const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));
  return JSON.parse(JSON.stringify(map), (type, value) => {
    if (type === 'B' && typeof value === 'string') return bytes(value);
    const isBinarySet = type === 'BS' && Array.isArray(value) && value.every((v) => typeof v === 'string');
    return isBinarySet ? value.map(bytes) : value;
  });
}
