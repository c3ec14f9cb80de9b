import { expect } from 'chai';
import fc from 'fast-check';
import type { AttributeMap } from '../../../functions/change/attribute-value';
import { documentId } from '../../../functions/document/document-id';
import { keyValue } from '../arbitrary-items';
import { encodeTwice } from '../kinesis-events';

const keys = fc.oneof(
  keyValue.map((pk): AttributeMap => ({ pk })),
  fc.tuple(keyValue, keyValue).map(([pk, sk]): AttributeMap => ({ pk, sk })),
);

describe('a document id', () => {
  it('is the same for the same key, whatever the order and encoding it comes in', () => {
    fc.assert(
      fc.property(keyValue, keyValue, (pk, sk) => {
        const id = documentId({ pk, sk }, 'base64');
        expect(documentId({ sk, pk }, 'base64')).to.equal(id);
        expect(documentId(encodeTwice({ pk, sk }), 'base64-twice')).to.equal(id);
      }),
    );
  });

  it('differs for different keys', () => {
    fc.assert(
      fc.property(keys, keys, (a, b) => {
        const same = documentId(a, 'base64') === documentId(b, 'base64');
        expect(same).to.equal(sameKey(a, b));
      }),
      { numRuns: 2_000 },
    );
  });

  const pairs: [string, AttributeMap, AttributeMap][] = [
    ['a separator in the value', { pk: { S: 'a&S=b' } }, { pk: { S: 'a' }, sk: { S: 'b' } }],
    ['a moved separator', { pk: { S: 'a&' }, sk: { S: 'b' } }, { pk: { S: 'a' }, sk: { S: '&b' } }],
    ['an escape in the value', { pk: { S: 'a%26b' } }, { pk: { S: 'a&b' } }],
    ['the type', { pk: { S: '1' } }, { pk: { N: '1' } }],
    ['lone surrogates', { pk: { S: '\ud800' } }, { pk: { S: '\ud801' } }],
    ['something that looks like a hash', { pk: { S: 'x'.repeat(600) } }, { pk: { S: 'x'.repeat(601) } }],
  ];
  for (const [difference, a, b] of pairs) {
    it(`differs by ${difference}`, () => {
      expect(documentId(a, 'base64')).not.to.equal(documentId(b, 'base64'));
    });
  }

  it('is one for every spelling of a number', () => {
    for (const N of ['100', '1E2', '1e+2', '100.0', '0100', '+100']) {
      expect(documentId({ pk: { N } }, 'base64')).to.equal('N=100');
    }
    for (const N of ['0', '-0', '0.0', '0E10']) expect(documentId({ pk: { N } }, 'base64')).to.equal('N=0');
  });

  it('stays within the 512 bytes that OpenSearch takes, for keys of 2,048 and 1,024 bytes', () => {
    const id = documentId({ pk: { S: '😀'.repeat(512) }, sk: { S: 'x'.repeat(1024) } }, 'base64');
    expect(Buffer.byteLength(id)).to.be.at.most(512);
    expect(id).to.match(/^sha256=[0-9a-f]{64}$/);
  });
});

function sameKey(a: AttributeMap, b: AttributeMap): boolean {
  return JSON.stringify(normal(a)) === JSON.stringify(normal(b));
}

/** Numbers by value: compared as fractions of a power of ten that is large enough for all of them. */
function normal(map: AttributeMap): unknown {
  return Object.entries(map).map(([name, value]) => [name, 'N' in value ? scaled(value.N) : value]);
}

function scaled(text: string): string {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  return (BigInt(whole + fraction) * 10n ** BigInt(200 + Number(exponent) - fraction.length)).toString();
}
