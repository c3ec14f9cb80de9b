import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { findings } from '../../../cli/review/finding';
import { parsePlan } from '../../../cli/review/plan/plan';
import { summary } from '../../../cli/review/report/summary';
import { type ChangeJson, destroyed, planJson } from './plans';

/** Changes of every type that the stacks have, as Terraform plans them. */
const REAL: readonly ChangeJson[] = readFileSync(
  join(__dirname, 'fixtures', 'kinesis-to-search.jsonl'),
  'utf8',
)
  .trim()
  .split('\n')
  .flatMap((line) => JSON.parse(line).plan.resource_changes);

const ACTIONS = [
  ['create'],
  ['update'],
  ['delete'],
  ['delete', 'create'],
  ['forget'],
  ['no-op'],
  ['read'],
  ['other'],
];

describe('a review of any plan', () => {
  it('ends with a summary, whatever the values are', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...REAL),
        fc.constantFrom(...ACTIONS),
        fc.array(fc.tuple(fc.nat(), fc.jsonValue()), { maxLength: 5 }),
        (change, actions, edits) => {
          const spoilt = JSON.parse(JSON.stringify({ ...change.change, actions }));
          for (const [at, value] of edits) spoil(spoilt, at, value);
          const plan = parsePlan(planJson({ ...change, change: { ...spoilt, actions } }), 'plan');
          const review = { plan, findings: findings(plan), acknowledgements: [] };
          expect(summary(review)).to.match(/^\*\*/);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('gives the same findings for resources in another order', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...REAL], { maxLength: 12 }), (changes) => {
        const found = (given: readonly ChangeJson[]) =>
          findings(parsePlan(planJson(...given), 'plan'))
            .map(({ rule, address }) => `${rule.code} ${address}`)
            .sort();
        expect(found([...changes].reverse())).to.deep.equal(found(changes));
      }),
    );
  });

  it('tells what was left behind under an address with what happens to it now', () => {
    const left = destroyed('aws_dynamodb_table', {}, { deposed: '1a2b3c4d' });
    const [finding, ...others] = findings(parsePlan(planJson(destroyed('aws_dynamodb_table'), left), 'plan'));
    expect(others).to.deep.equal([]);
    expect(JSON.stringify(finding?.differences)).to.include('1a2b3c4d');
  });
});

/** Puts the value somewhere into the object. */
function spoil(target: object, at: number, value: unknown): void {
  const names = Object.keys(target);
  const name = names[at % (names.length || 1)];
  if (name === undefined) return;
  const inner: unknown = Reflect.get(target, name);
  if (typeof inner === 'object' && inner !== null && at % 5 !== 0) spoil(inner, Math.floor(at / 3), value);
  else Reflect.set(target, name, value);
}
