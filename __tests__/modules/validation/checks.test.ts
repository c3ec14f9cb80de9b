import { App, TerraformStack, TerraformVariable } from 'cdktf';
import { expect } from 'chai';
import fc from 'fast-check';
import {
  checkInteger,
  checkName,
  checkOneOf,
  InvalidPropError,
  NAME_RULES,
} from '../../../modules/validation';

const scope = new TerraformStack(new App(), 'scope');

describe('checkInteger', () => {
  const check = (value: number) => () => checkInteger(scope, 'size', value, { min: 3, max: 9 });

  it('takes each whole number of the range, and nothing else', () => {
    const numbers = fc.oneof(fc.integer({ min: -20, max: 20 }), fc.double());
    fc.assert(
      fc.property(numbers, (value) => {
        if ([3, 4, 5, 6, 7, 8, 9].includes(value)) expect(check(value)).not.to.throw();
        else
          expect(check(value)).to.throw(
            InvalidPropError,
            `size is ${value}, but must be a whole number from 3 to 9`,
          );
      }),
    );
  });

  it('takes the one value outside of the range that has a meaning', () => {
    const range = { min: 3, max: 9, or: { value: -1, meaning: 'no limit' } };
    expect(() => checkInteger(scope, 'size', -1, range)).not.to.throw();
    expect(() => checkInteger(scope, 'size', -2, range)).to.throw(/or -1 \(no limit\)/);
  });

  it('lets a token through', () => {
    const token = new TerraformVariable(scope, 'size', { type: 'number' }).numberValue;
    expect(check(token)).not.to.throw();
  });
});

describe('checkName', () => {
  for (const [service, rule] of Object.entries(NAME_RULES)) {
    it(`takes the names that a ${service} may have`, () => {
      const { minLength, maxLength } = rule;
      const names = fc.stringMatching(/^[a-z][a-z0-9]{2,31}$/);
      fc.assert(
        fc.property(names, (name) => {
          fc.pre(name.length >= minLength && name.length <= maxLength);
          expect(() => checkName(scope, 'name', name, rule)).not.to.throw();
        }),
      );
    });

    it(`takes no name that is too short or too long for a ${service}`, () => {
      for (const length of [rule.minLength - 1, rule.maxLength + 1])
        expect(() => checkName(scope, 'name', 'x'.repeat(length), rule)).to.throw(
          InvalidPropError,
          `${rule.minLength} to ${rule.maxLength} characters (it has ${length})`,
        );
    });
  }

  it('says what it takes of any text at all: nothing else gets by', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (name) => {
        const taken = /^[a-z][0-9a-z-]{2,31}$/.test(name);
        const check = () => checkName(scope, 'name', name, NAME_RULES.searchCollection);
        if (taken) expect(check).not.to.throw();
        else expect(check).to.throw(InvalidPropError, `name is ${JSON.stringify(name)}`);
      }),
    );
  });

  it('lets a token through', () => {
    const token = new TerraformVariable(scope, 'name', { type: 'string' }).stringValue;
    expect(() => checkName(scope, 'name', token, NAME_RULES.searchCollection)).not.to.throw();
  });
});

describe('checkOneOf', () => {
  it('takes those named', () => {
    expect(() => checkOneOf(scope, 'kind', 'a', ['a', 'b'])).not.to.throw();
    expect(() => checkOneOf(scope, 'kind', 'c', ['a', 'b'])).to.throw(
      'kind is "c", but must be one of a, b.',
    );
  });
});
