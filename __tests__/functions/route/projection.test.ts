import { expect } from 'chai';
import fc from 'fast-check';
import type { AttributeMap } from '../../../functions/change/attribute-value';
import { plainItem } from '../../../functions/document/plain-item';
import { projection } from '../../../functions/route/projection';
import { transcoderOf } from '../../../functions/transcode/read-change';
import { item, name } from '../arbitrary-items';
import { changeRecord, kinesisRecord } from '../kinesis-events';

const names = fc.uniqueArray(fc.oneof(name, fc.constantFrom('a', 'b')), { maxLength: 6 });

describe('a projection', () => {
  it('keeps what is included, or not excluded, in its order, digit by digit', () => {
    fc.assert(
      fc.property(item, names, fc.boolean(), (attributes, listed, isInclude) => {
        const expected = Object.entries(attributes).filter(([name]) => listed.includes(name) === isInclude);
        const cut = projection(isInclude ? { include: listed } : { exclude: listed });
        expect(String(cut(plainItem(attributes, 'base64')))).to.equal(json(Object.fromEntries(expected)));
      }),
    );
  });

  it('gives the same for an item that came as bytes', () => {
    fc.assert(
      fc.property(item, names, (newImage, exclude) => {
        const record = kinesisRecord(changeRecord({ keys: { id: { S: 'a' } }, newImage, at: 1e15 }), 0);
        const plain = transcoderOf([record], true).transcode(0)?.plainImage;
        fc.pre(plain !== undefined);
        expect(String(projection({ exclude })(plain))).to.equal(
          String(projection({ exclude })(plainItem(newImage, 'base64'))),
        );
      }),
    );
  });

  it('renames; a name that is given belongs to one attribute alone', () => {
    const attributes = { a: { N: '1' }, b: { N: '2' }, 'c.d': { N: '3' } };
    expect(renamed({ a: 'x' }, attributes)).to.equal('"x":1,"b":2,"c%2Ed":3');
    expect(renamed({ a: 'b' }, attributes)).to.equal('"b":1,"c%2Ed":3');
    expect(renamed({ a: 'b', b: 'a' }, attributes)).to.equal('"b":1,"a":2,"c%2Ed":3');
    expect(renamed({ 'c.d': 'cd', missing: 'b' }, attributes)).to.equal('"a":1,"cd":3');
  });

  it('renames what is included', () => {
    const cut = projection({ include: ['a', 'b'], rename: { b: 'a very long name of a field' } });
    expect(String(cut(plainItem({ c: { N: '0' }, b: { N: '2' }, a: { N: '1' } }, 'base64')))).to.equal(
      '"a very long name of a field":2,"a":1',
    );
  });
});

const json = (attributes: AttributeMap): string => String(plainItem(attributes, 'base64'));

function renamed(rename: Readonly<Record<string, string>>, attributes: AttributeMap): string {
  return String(projection({ rename })(plainItem(attributes, 'base64')));
}
