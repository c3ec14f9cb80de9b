import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import fc from 'fast-check';
import { ApiError } from '../../../functions/items-api/api-error';
import { attributesToJson } from '../../../functions/items-api/attribute-value-to-json';
import { parseItemBody } from '../../../functions/items-api/item-body';

const parse = (body: string): Record<string, AttributeValue> =>
  parseItemBody({ body, isBase64Encoded: false });

function refusal(body: string | null, isBase64Encoded = false): ApiError {
  try {
    parseItemBody({ body, isBase64Encoded });
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error('it was taken');
}

const digits = (length: number): fc.Arbitrary<string> =>
  fc.stringMatching(/^[1-9][0-9]*$/, { size: 'large' }).map((text) => text.slice(0, length));

/** JSON numbers that DynamoDB holds, as people and programs write them. */
const numberText = fc
  .tuple(
    fc.constantFrom('', '-'),
    digits(20),
    fc.option(digits(18)),
    fc.option(fc.integer({ min: -99, max: 99 })),
  )
  .map(
    ([sign, integer, fraction, exponent]) =>
      `${sign}${integer}${fraction === null ? '' : `.${fraction}`}${exponent === null ? '' : `E${exponent}`}`,
  );

const jsonText = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    numberText,
    fc.string({ unit: 'grapheme' }).map((text) => JSON.stringify(text)),
    fc.constantFrom('true', 'false', 'null', '{}', '[]'),
    fc.array(tie('value'), { maxLength: 4 }).map((values) => `[${values.join(',')}]`),
    fc
      .array(tie('value'), { maxLength: 4 })
      .map((values) => `{${values.map((value, index) => `"a${index}":${value}`).join(',')}}`),
  ),
})).value;

describe('the body of an item', () => {
  it('comes back as it went in, each digit of each number too', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        const body = `{"a":${text}}`;
        expect(attributesToJson(parse(body))).to.equal(body);
      }),
    );
  });

  it('is typed as DynamoDB types it', () => {
    expect(parse('{"n":12345678901234567890.5,"s":"","b":false,"z":null,"l":[1],"m":{"":2}}')).to.deep.equal({
      n: { N: '12345678901234567890.5' },
      s: { S: '' },
      b: { BOOL: false },
      z: { NULL: true },
      l: { L: [{ N: '1' }] },
      m: { M: { '': { N: '2' } } },
    });
  });

  it('is not taken for a number when it only looks like the parser’s', () => {
    expect(parse('{"a":{"isLosslessNumber":true,"value":"1"}}')).to.deep.equal({
      a: { M: { isLosslessNumber: { BOOL: true }, value: { S: '1' } } },
    });
  });

  it('may come in base64', () => {
    const body = Buffer.from('{"a":"ü"}').toString('base64');
    expect(parseItemBody({ body, isBase64Encoded: true })).to.deep.equal({ a: { S: 'ü' } });
  });

  const limits: readonly [string, boolean][] = [
    [`${'9'.repeat(38)}`, true],
    [`${'9'.repeat(39)}`, false],
    [`1${'0'.repeat(60)}`, true],
    [`0.${'0'.repeat(60)}1`, true],
    ['9.9e125', true],
    ['1e126', false],
    ['1e-130', true],
    ['0.1e-130', false],
    ['1e99999999999999999999', false],
    ['0e999', true],
    ['-0', true],
  ];
  for (const [text, taken] of limits) {
    it(`${taken ? 'may' : 'may not'} hold the number ${text}`, () => {
      if (taken) expect(parse(`{"a":${text}}`).a?.N).to.be.a('string');
      else
        expect(refusal(`{"a":{"b":[${text}]}}`).message).to.match(
          /^body\.a\.b\[0\] is a number .* Send it as a string/,
        );
    });
  }

  const refused: readonly [string, string | null, RegExp][] = [
    ['nothing', null, /The body is empty/],
    ['an array', '[]', /must be one JSON object/],
    ['a number', '1', /must be one JSON object/],
    ['what is not JSON', '{"a":tru}', /not valid JSON: .*position 5/],
    ['a name twice', '{"a":1,"a":2}', /Duplicate key 'a'/],
    ['an empty name', '{"":1}', /empty name/],
    ['__proto__', '{"a":{"__proto__":{"b":1}}}', /"__proto__".*Rename it/],
    ['half a character', '{"a":"\\ud800"}', /body\.a has half a surrogate pair/],
    ['33 levels', `{"a":${'['.repeat(33)}${']'.repeat(33)}}`, /more than 32 levels deep/],
    ['very many levels', `{"a":${'['.repeat(1e6)}${']'.repeat(1e6)}}`, /more than 32 levels deep/],
  ];
  for (const [name, body, message] of refused) {
    it(`may not be or hold ${name}`, () => {
      const error = refusal(body);
      expect(error.message).to.match(message);
      expect(error.statusCode).to.equal(400);
    });
  }

  it('must be UTF-8', () => {
    expect(refusal(Buffer.from([0x7b, 0xff, 0x7d]).toString('base64'), true).message).to.match(/not UTF-8/);
  });
});
