import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { findings } from '../../../cli/review/finding';
import { parsePlan } from '../../../cli/review/plan/plan';
import { CHANGED_SETTINGS } from './changed-settings';

describe('a review of what Terraform plans for the stacks of main.ts', () => {
  it('knows the plan that prevent_destroy refused', () => {
    const errored = linesOf('kinesis-to-search')
      .map((line) => JSON.parse(line))
      .filter(({ name, plan }) => parsePlan(JSON.stringify(plan), name).isErrored)
      .map(({ name }) => name);
    expect(errored).to.deep.equal(['another table, protected']);
  });

  for (const [stack, changes] of Object.entries(CHANGED_SETTINGS)) {
    const plans = linesOf(stack);
    it(`has a plan for each change of ${stack}`, () => {
      expect(plans.map((line) => JSON.parse(line).name)).to.deep.equal(Object.keys(changes));
    });
    for (const line of plans) {
      const { name, plan } = JSON.parse(line);
      const expected = changes[name]?.findings;
      it(`finds ${expected?.join(', ') || 'nothing'} in ${name} of ${stack}`, () => {
        const found = findings(parsePlan(JSON.stringify(plan), name)).map(({ rule }) => rule.code);
        expect([...new Set(found)]).to.deep.equal(expected);
      });
    }
  }
});

function linesOf(stack: string): string[] {
  return readFileSync(join(__dirname, 'fixtures', `${stack}.jsonl`), 'utf8')
    .trim()
    .split('\n');
}
