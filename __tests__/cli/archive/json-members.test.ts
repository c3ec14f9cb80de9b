import { expect } from 'chai';
import fc from 'fast-check';
import { jsonMembers } from '../../../cli/archive/json-members';

const space = fc.stringMatching(/^[ \t\n\r]{0,2}$/);

/** JSON texts as no serialiser writes them: numbers of any spelling, space between all parts. */
const { value } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom('null', 'true', '-0', '1.10', '1E+125', '12345678901234567890123456789012345678'),
    fc.string({ unit: 'binary' }).map((text) => JSON.stringify(text)),
    fc.constantFrom('"\\\\"', '"\\""', '"}"', '"\\\\\\"]"', '"\\u0022,"'),
    fc.array(tie('value')).map((values) => `[${values.join(' ,')}]`),
    fc.array(fc.tuple(fc.string(), tie('value'))).map(objectOf),
  ),
}));

function objectOf(members: readonly (readonly [string, string])[]): string {
  return `{ ${members.map(([name, json]) => `${JSON.stringify(name)} : ${json}`).join('\n, ')} }`;
}

describe('the members of a JSON object', () => {
  it('are found by their names, each as the text that it is', () => {
    const name = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value, space, space)), space, (members, around) => {
        const texts = members.map(([name, json, a, b]) => `${a}${JSON.stringify(name)}${b}:${a}${json}${b}`);
        const expected = new Map(members.map(([name, json]) => [name, json]));
        expect(jsonMembers(`${around}{${texts}${around}}${around}`)).to.deep.equal(expected);
      }),
    );
  });

  it('are those of an object only', () => {
    for (const json of ['[]', '"{}"', 'null', '7']) expect(jsonMembers(json)).to.equal(undefined);
    for (const json of ['{"a":1', '{"a":1}}', '{"a":01}', '', "{'a':1}"])
      expect(() => jsonMembers(json)).to.throw(SyntaxError);
  });
});
