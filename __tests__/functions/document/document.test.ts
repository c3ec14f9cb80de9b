import { unmarshall } from '@aws-sdk/util-dynamodb';
import { expect } from 'chai';
import fc from 'fast-check';
import { isLosslessNumber, parse } from 'lossless-json';
import type { AttributeMap } from '../../../functions/change/attribute-value';
import type { Change } from '../../../functions/change/change';
import { decodeRecord } from '../../../functions/change/decode-record';
import { attributeName } from '../../../functions/document/attribute-name';
import { item } from '../arbitrary-items';
import { document } from '../document-of';
import { changeRecord, kinesisRecord } from '../kinesis-events';

const KEYS = { id: { S: 'a' } };
const AT = 1_720_740_233_012_995;

describe('a document', () => {
  it('holds what the AWS SDK reads from the item, digit by digit', () => {
    fc.assert(
      fc.property(item, (newImage) => {
        const { _cdc, ...attributes } = parsed(document(decoded(newImage)));
        expect(comparable(attributes)).to.deep.equal(expected(newImage));
        expect(comparable(_cdc)).to.deep.equal({ id: 'S=a', at: String(AT) });
      }),
    );
  });

  it('has no field name twice, and none that OpenSearch takes apart', () => {
    fc.assert(
      fc.property(item, (newImage) => {
        const names = Object.keys(parsed(document(decoded(newImage))));
        expect(new Set(names).size).to.equal(Object.keys(newImage).length + 1);
        for (const name of names) expect(name).to.match(/^[^.]+$/);
      }),
    );
  });

  it('is 32 levels deep where the item is', () => {
    let value: AttributeMap = { leaf: { N: '1' } };
    for (let level = 0; level < 31; level++) value = { m: { M: value } };
    expect(document(decoded(value))).to.contain('{"leaf":1}');
  });

  it('keeps an attribute named __proto__', () => {
    const newImage: AttributeMap = JSON.parse('{"__proto__":{"N":"1"}}');
    expect(document(decoded(newImage))).to.match(/^\{"__proto__":1,/);
  });

  it('that is refused leaves its keys and its content in the marker', () => {
    fc.assert(
      fc.property(item, (newImage) => {
        const { _cdc, ...keys } = parsed(document(decoded(newImage), 'marker', 'mapper_parsing_exception'));
        expect(keys).to.deep.equal({ id: 'a' });
        expect(comparable(_cdc)).to.deep.equal({
          id: 'S=a',
          at: String(AT),
          refused: 'mapper_parsing_exception',
          item: expected(newImage),
        });
      }),
    );
  });
});

function decoded(newImage: AttributeMap): Change {
  return decodeRecord(kinesisRecord(changeRecord({ keys: KEYS, newImage, at: AT }), 0), 0);
}

function parsed(json: string): Record<string, unknown> {
  return parse(json) as Record<string, unknown>;
}

/** The AWS SDK's reading of an item, in the terms that {@link comparable} uses. */
function expected(newImage: AttributeMap): unknown {
  const bytes = (value: string) => new Uint8Array(Buffer.from(value, 'base64'));
  const withBytes = JSON.parse(JSON.stringify(newImage), (key, value) => {
    if (key === 'B' && typeof value === 'string') return bytes(value);
    return key === 'BS' && Array.isArray(value) && value.every((v) => typeof v === 'string')
      ? value.map(bytes)
      : value;
  });
  return plain(unmarshall(withBytes, { wrapNumbers: true }));
}

/** Field names decoded, numbers as their text. */
function comparable(value: unknown): unknown {
  if (isLosslessNumber(value)) return value.value;
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, v]) => [attributeName(name), comparable(v)]));
}

function plain(value: unknown): unknown {
  if (value instanceof Set) return [...value].map((element) => plain(element));
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map((element) => plain(element));
  if (typeof value !== 'object' || value === null) return value;
  if ('value' in value && Object.getPrototypeOf(value) !== Object.prototype) return value.value;
  return Object.fromEntries(Object.entries(value).map(([name, v]) => [name, plain(v)]));
}
