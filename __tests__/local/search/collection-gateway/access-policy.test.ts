import { expect } from 'chai';
import fc from 'fast-check';
import { type Access, isGranted } from '../../../../local/search/collection-gateway/access-policy';

const ROLE = 'arn:aws:iam::123456789012:role/service/indexer';
const SESSION = 'arn:aws:sts::123456789012:assumed-role/indexer/i-0123';
const USER = 'arn:aws:iam::123456789012:user/dale';

const WRITE: Access = { permission: 'aoss:WriteDocument', index: 'lab-index' };
const DESCRIBE_ITEMS: Access = { permission: 'aoss:DescribeCollectionItems' };

describe('a data access policy', () => {
  const rule = {
    ResourceType: 'index',
    Resource: ['index/lab/lab-index'],
    Permission: ['aoss:WriteDocument'],
  };
  const collectionRule = {
    ResourceType: 'collection',
    Resource: ['collection/lab'],
    Permission: ['aoss:DescribeCollectionItems'],
  };

  const cases: [
    what: string,
    granted: boolean,
    rule: object,
    principal: string,
    arns: string[],
    access: Access,
  ][] = [
    ['admits a role', true, rule, ROLE, [ROLE, SESSION], WRITE],
    ['admits a session by its own ARN', true, rule, SESSION, [ROLE, SESSION], WRITE],
    ['admits a user', true, rule, USER, [USER], WRITE],
    [
      'does not admit another role',
      false,
      rule,
      ROLE,
      ['arn:aws:iam::123456789012:role/service/indexer2'],
      WRITE,
    ],
    ['does not admit another account', false, rule, ROLE, [ROLE.replace('1234', '9999')], WRITE],
    ['admits by wildcard', true, rule, 'arn:aws:iam::123456789012:role/service/*', [ROLE], WRITE],
    ['admits everybody by *', true, rule, '*', [USER], WRITE],
    ['does not admit one without ARNs', false, rule, '*', [], WRITE],
    ['grants one permission only', false, rule, ROLE, [ROLE], { ...WRITE, permission: 'aoss:ReadDocument' }],
    ['grants one index only', false, rule, ROLE, [ROLE], { ...WRITE, index: 'lab-index-2' }],
    ['takes a dot for a dot', false, { ...rule, Resource: ['index/lab/lab.index'] }, ROLE, [ROLE], WRITE],
    ['grants by a prefix', true, { ...rule, Resource: ['index/lab/lab-*'] }, ROLE, [ROLE], WRITE],
    ['grants on every collection', true, { ...rule, Resource: ['index/*/*'] }, ROLE, [ROLE], WRITE],
    [
      'does not grant on another collection',
      false,
      { ...rule, Resource: ['index/lab2/*'] },
      ROLE,
      [ROLE],
      WRITE,
    ],
    ['grants everything by aoss:*', true, { ...rule, Permission: ['aoss:*'] }, ROLE, [ROLE], WRITE],
    ['grants collection items on the collection', true, collectionRule, ROLE, [ROLE], DESCRIBE_ITEMS],
    [
      'grants no collection items on an index',
      false,
      { ...rule, Permission: ['aoss:*'] },
      ROLE,
      [ROLE],
      DESCRIBE_ITEMS,
    ],
    [
      'grants no index by the collection',
      false,
      { ...collectionRule, Permission: ['aoss:*'] },
      ROLE,
      [ROLE],
      WRITE,
    ],
    [
      'covers a narrower expression',
      true,
      { ...rule, Resource: ['index/lab/lab-*'] },
      ROLE,
      [ROLE],
      { ...WRITE, index: 'lab-in*' },
    ],
    [
      'does not cover a wider expression',
      false,
      { ...rule, Resource: ['index/lab/lab-*'] },
      ROLE,
      [ROLE],
      { ...WRITE, index: 'l*' },
    ],
    ['does not cover all indices by one', false, rule, ROLE, [ROLE], { ...WRITE, index: '*' }],
  ];
  for (const [what, granted, rule, principal, arns, access] of cases) {
    it(what, () => {
      const policy = JSON.stringify([{ Rules: [rule], Principal: [principal] }]);
      expect(isGranted([policy], 'lab', arns, access)).to.equal(granted);
    });
  }

  it('adds to the others, in any order, and never takes away', () => {
    const name = fc.constantFrom('lab-index', 'lab-*', '*', 'other', 'o*');
    const permission = fc.constantFrom('aoss:*', 'aoss:WriteDocument', 'aoss:ReadDocument');
    const policy = fc
      .record({ name, permission, principal: fc.constantFrom('*', ROLE, USER) })
      .map(({ name, permission, principal }) =>
        JSON.stringify([
          {
            Rules: [{ ResourceType: 'index', Resource: [`index/lab/${name}`], Permission: [permission] }],
            Principal: [principal],
          },
        ]),
      );
    fc.assert(
      fc.property(fc.array(policy), fc.array(policy), fc.constantFrom(ROLE, USER), (some, more, arn) => {
        const granted = (policies: string[]) => isGranted(policies, 'lab', [arn], WRITE);
        expect(granted([...some, ...more])).to.equal(granted(some) || granted(more));
        expect(granted([...more, ...some])).to.equal(granted(some) || granted(more));
      }),
    );
  });

  it('grants by a pattern exactly what begins and ends as the pattern does', () => {
    const text = fc.stringMatching(/^[a-z0-9.+-]{0,6}$/);
    fc.assert(
      fc.property(text, text, text, (before, after, index) => {
        const policy = JSON.stringify([
          { Rules: [{ ...rule, Resource: [`index/lab/${before}*${after}`] }], Principal: ['*'] },
        ]);
        const expected =
          index.length >= before.length + after.length && index.startsWith(before) && index.endsWith(after);
        expect(isGranted([policy], 'lab', [ROLE], { ...WRITE, index })).to.equal(expected);
      }),
    );
  });
});
