import { expect } from 'chai';
import fc from 'fast-check';
import type { Value } from '../../../cli/review/plan/value';
import { patternCovers } from '../../../cli/review/policy/pattern';
import { policyStatements } from '../../../cli/review/policy/policy-document';
import { widening } from '../../../cli/review/policy/widening';
import { policy } from './plans';

interface StatementJson {
  readonly [name: string]: Value;
}

const ACTIONS = ['s3:GetObject', 's3:PutObject', 's3:Get*', 'kms:Decrypt', 'sqs:SendMessage'];
const RESOURCES = ['arn:aws:s3:::a', 'arn:aws:s3:::a/*', 'arn:aws:s3:::a/b/*', 'arn:aws:sqs:eu-west-1:1:q'];
const PRINCIPALS = [
  'arn:aws:iam::111122223333:role/a',
  'arn:aws:iam::111122223333:root',
  'arn:aws:iam::444455556666:role/b',
];

const some = (values: readonly string[]) => fc.uniqueArray(fc.constantFrom(...values), { minLength: 1 });
/** One of a list may be written without the list. */
const oneOrList = (values: readonly string[]) =>
  some(values).chain((list) => fc.constantFrom<Value>(list, list.length === 1 ? (list[0] ?? '') : list));

const statement: fc.Arbitrary<StatementJson> = fc.record({
  Sid: fc.constantFrom('a', 'b'),
  Effect: fc.constantFrom('Allow', 'Deny'),
  Principal: fc.record({ AWS: oneOrList(PRINCIPALS) }),
  Action: oneOrList(ACTIONS),
  Resource: oneOrList(RESOURCES),
  Condition: fc.constantFrom<Value>(
    {},
    { Bool: { 'aws:SecureTransport': 'true' } },
    { StringLike: { 's3:prefix': ['a/*', 'b/*'] } },
  ),
});
const statements = fc.array(statement, { minLength: 1, maxLength: 4 });

function widened(before: readonly object[], after: readonly object[]) {
  return widening(policyStatements(policy(...before)) ?? [], policyStatements(policy(...after)) ?? []);
}

const list = (value: Value | undefined): readonly Value[] => (Array.isArray(value) ? value : [value ?? '']);

describe('a policy after a change', () => {
  it('is no wider for another order of statements, actions, resources and principals', () => {
    fc.assert(
      fc.property(
        statements,
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (before, random) => {
          const shuffled = <T>(values: readonly T[]): T[] =>
            values
              .map((value) => ({ value, at: random.next().value ?? 0 }))
              .sort((a, b) => a.at - b.at)
              .map(({ value }) => value);
          const after = shuffled(before).map((one) => ({
            ...one,
            Sid: 'other',
            Action: shuffled(list(one.Action)),
            Resource: shuffled(list(one.Resource)),
          }));
          expect(widened(before, after)).to.deep.equal([]);
        },
      ),
    );
  });

  it('is no wider for statements taken apart, or together', () => {
    fc.assert(
      fc.property(statements, (whole) => {
        const parts = whole.flatMap((one) =>
          list(one.Action).flatMap((Action) =>
            list(one.Resource).map((Resource) => ({ ...one, Action, Resource })),
          ),
        );
        expect(widened(whole, parts)).to.deep.equal([]);
        expect(widened([...whole, ...whole], whole)).to.deep.equal([]);
      }),
    );
  });

  it('is wider for an action, a resource or a principal that no statement had', () => {
    const another: fc.Arbitrary<StatementJson> = fc.constantFrom(
      { Action: 'dynamodb:DeleteTable' },
      { Resource: 'arn:aws:dynamodb:eu-west-1:1:table/t' },
      { Principal: { AWS: 'arn:aws:iam::777788889999:role/c' } },
      { Action: '*' },
      { Resource: '*' },
      { Principal: '*' },
    );
    fc.assert(
      fc.property(statements, statement, another, (before, one, change) => {
        const after = [...before, { ...one, Effect: 'Allow', ...change }];
        expect(widened(before, after)).to.have.length.greaterThan(0);
      }),
    );
  });

  it('is never wider for an allowance less, and always for the only denial less', () => {
    fc.assert(
      fc.property(statements, statement, (others, one) => {
        const allowances = others.map((other) => ({ ...other, Effect: 'Allow' }));
        expect(widened([...others, { ...one, Effect: 'Allow' }], others)).to.deep.equal([]);
        expect(widened([...allowances, { ...one, Effect: 'Deny' }], allowances)).to.have.length.greaterThan(
          0,
        );
      }),
    );
  });

  it('is wider without a condition, and no wider with one more', () => {
    const bare = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
    const conditioned = { ...bare, Condition: { StringEquals: { 'aws:SourceAccount': '1' } } };
    expect(widened([bare], [conditioned])).to.deep.equal([]);
    expect(widened([conditioned], [bare])).to.have.length(1);
    const more = { ...bare, Condition: { StringEquals: { 'aws:SourceAccount': ['1', '2'] } } };
    expect(widened([more], [conditioned])).to.deep.equal([]);
    expect(widened([conditioned], [more])).to.have.length(1);
    const not = (...accounts: string[]) => ({
      ...bare,
      Condition: { StringNotEquals: { 'aws:SourceAccount': accounts } },
    });
    expect(widened([not('1')], [not('1', '2')])).to.deep.equal([]);
    expect(widened([not('1', '2')], [not('1')])).to.have.length(1);
  });

  it('is compared by what NotAction and NotResource leave', () => {
    const but = (...NotAction: string[]) => ({ Effect: 'Allow', NotAction, Resource: '*' });
    expect(widened([but('iam:*')], [but('iam:*', 'kms:*')])).to.deep.equal([]);
    expect(widened([but('iam:*', 'kms:*')], [but('iam:*')])).to.have.length(1);
    expect(
      widened([but('iam:*')], [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }]),
    ).to.deep.equal([]);
    expect(
      widened([but('iam:*')], [{ Effect: 'Allow', Action: 'iam:PassRole', Resource: '*' }]),
    ).to.have.length(1);
    expect(widened([but('iam:*')], [{ Effect: 'Allow', Action: '*', Resource: '*' }])).to.have.length(1);
  });
});

describe('a pattern', () => {
  for (const [pattern, other, isCovered] of [
    ['s3:*', 's3:Get*', true],
    ['s3:Get*', 's3:*', false],
    ['s3:Get?bject', 's3:GetObject', true],
    ['s3:Get?bject', 's3:Get*bject', false],
    ['arn:aws:s3:::a/*', 'arn:aws:s3:::a/b/*', true],
    ['arn:aws:s3:::a.b', 'arn:aws:s3:::axb', false],
  ] as const)
    it(`${pattern} ${isCovered ? 'has' : 'does not have'} ${other}`, () => {
      expect(patternCovers(pattern, other)).to.equal(isCovered);
    });
});
