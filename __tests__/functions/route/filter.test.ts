import { expect } from 'chai';
import type { AttributeValue } from '../../../functions/change/attribute-value';
import { plainItem } from '../../../functions/document/plain-item';
import { itemFilter } from '../../../functions/route/filter';
import type { Condition } from '../../../functions/route/route';

const S = (text: string): AttributeValue => ({ S: text });
const N = (digits: string): AttributeValue => ({ N: digits });

describe('a filter', () => {
  const cases: [Condition, AttributeValue | undefined, boolean][] = [
    ['open', S('open'), true],
    ['open', S('opened'), false],
    ['1', N('1'), false],
    ['open', undefined, false],
    ['"\\é\u0000', S('"\\é\u0000'), true],
    ['', S(''), true],
    [1, N('1'), true],
    [1, N('1.0'), true],
    [100, N('1E2'), true],
    [1, S('1'), false],
    [9007199254740992, N('9007199254740993'), false],
    [0.1, N('0.1'), true],
    [true, { BOOL: true }, true],
    [true, { BOOL: false }, false],
    [true, S('true'), false],
    [null, { NULL: true }, true],
    [null, undefined, false],
    ['a', { SS: ['b', 'a'] }, true],
    ['a', { SS: ['b', 'c'] }, false],
    ['a', { L: [N('1'), S('a')] }, true],
    [2, { NS: ['1', '2'] }, true],
    ['a', { M: { a: S('a') } }, false],
    ['aGk=', { B: 'aGk=' }, true],
    [{ prefix: 'ord' }, S('order'), true],
    [{ prefix: 'ord' }, S('Order'), false],
    [{ prefix: '1' }, N('12'), false],
    [{ prefix: 'a' }, { SS: ['b', 'ab'] }, true],
    [{ suffix: 'er' }, S('order'), true],
    [{ suffix: 'er' }, S('orders'), false],
    [{ exists: true }, S(''), true],
    [{ exists: true }, { NULL: true }, true],
    [{ exists: true }, undefined, false],
    [{ exists: false }, undefined, true],
    [{ exists: false }, { L: [] }, false],
    [{ 'anything-but': ['a', 1] }, S('b'), true],
    [{ 'anything-but': ['a', 1] }, S('a'), false],
    [{ 'anything-but': ['a', 1] }, N('1'), false],
    [{ 'anything-but': ['a', 1] }, undefined, false],
    [{ 'anything-but': ['a'] }, { M: {} }, false],
    [{ 'anything-but': ['a'] }, { L: [{ L: [] }, { M: {} }] }, false],
    [{ 'anything-but': ['a'] }, { L: [{ S: 'a' }, { NULL: true }] }, true],
    [{ numeric: ['>', 0, '<=', 10] }, N('10'), true],
    [{ numeric: ['>', 0, '<=', 10] }, N('0'), false],
    [{ numeric: ['>', 0, '<=', 10] }, N('10.5'), false],
    [{ numeric: ['=', -2.5] }, N('-2.50'), true],
    [{ numeric: ['>=', 3] }, S('5'), false],
    [{ numeric: ['<', 3] }, undefined, false],
    [{ numeric: ['<', 3] }, { NS: ['7', '2'] }, true],
  ];
  for (const [condition, value, fits] of cases) {
    it(`of ${JSON.stringify(condition)} ${fits ? 'admits' : 'refuses'} ${JSON.stringify(value) ?? 'nothing'}`, () => {
      expect(admits({ 'a.b': [condition] }, { 'a.b': value, other: S('x') })).to.equal(fits);
    });
  }

  it('asks for one condition of each attribute', () => {
    const filter = { kind: ['a', 'b'], state: [{ exists: false }, 'open'] };
    expect(admits(filter, { kind: S('b') })).to.equal(true);
    expect(admits(filter, { kind: S('b'), state: S('open') })).to.equal(true);
    expect(admits(filter, { kind: S('b'), state: S('shut') })).to.equal(false);
    expect(admits(filter, { kind: S('c') })).to.equal(false);
  });

  it('looks at the root only', () => {
    expect(admits({ kind: ['a'] }, { inner: { M: { kind: S('a') } } })).to.equal(false);
  });
});

function admits(
  filter: Readonly<Record<string, readonly Condition[]>>,
  attributes: Record<string, AttributeValue | undefined>,
): boolean {
  const given = Object.entries(attributes).flatMap(([name, value]) =>
    value ? [[name, value] as const] : [],
  );
  return itemFilter(filter)(plainItem(Object.fromEntries(given), 'base64'));
}
