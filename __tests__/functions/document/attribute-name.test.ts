import { expect } from 'chai';
import fc from 'fast-check';
import { attributeName, fieldName } from '../../../functions/document/attribute-name';
import { name } from '../arbitrary-items';

describe('a field name', () => {
  it('leads back to the attribute name', () => {
    fc.assert(
      fc.property(fc.oneof(name, fc.string({ unit: 'binary' })), fc.boolean(), (attribute, atRoot) => {
        expect(attributeName(fieldName(attribute, atRoot))).to.equal(attribute);
      }),
      { numRuns: 1_000 },
    );
  });

  it('differs for different attribute names', () => {
    fc.assert(
      fc.property(name, name, fc.boolean(), (a, b, atRoot) => {
        expect(fieldName(a, atRoot) === fieldName(b, atRoot)).to.equal(a === b);
      }),
      { numRuns: 1_000 },
    );
  });

  const table: [string, string][] = [
    ['title', 'title'],
    ['Running Time min', 'Running Time min'],
    ['_lastChangedAt', '_lastChangedAt'],
    ['', '%'],
    ['.a', '%2Ea'],
    ['a..b', 'a%2E%2Eb'],
    ['_id', '%5Fid'],
    ['_cdc', '%5Fcdc'],
    ['%5Fid', '%255Fid'],
    [' ', '%20'],
  ];
  for (const [attribute, field] of table) {
    it(`of ${JSON.stringify(attribute)} is ${JSON.stringify(field)}`, () => {
      expect(fieldName(attribute, true)).to.equal(field);
    });
  }

  it('is reserved at the root only', () => {
    expect(fieldName('_id', false)).to.equal('_id');
  });
});
