import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { findings } from '../../../cli/review/finding';
import { parsePlan } from '../../../cli/review/plan/plan';
import { PIPELINE_NAMES } from '../../../local/demo/pipelines';
import { CHANGED_SETTINGS } from './changed-settings';

describe('a review of what Terraform plans for the stacks of main.ts', () => {
  it('knows the plan that prevent_destroy refused', () => {
    const file = join(__dirname, 'fixtures', 'kinesis-to-search.jsonl');
    const plans = readFileSync(file, 'utf8').trim().split('\n');
    const errored = plans
      .map((line) => JSON.parse(line))
      .filter(({ name, plan }) => parsePlan(JSON.stringify(plan), name).isErrored)
      .map(({ name }) => name);
    expect(errored).to.deep.equal(['another table, protected']);
  });

  for (const stack of PIPELINE_NAMES) {
    const file = join(__dirname, 'fixtures', `${stack}.jsonl`);
    const plans = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
    it(`has a plan for each change of ${stack}`, () => {
      expect(plans.map((line) => JSON.parse(line).name)).to.deep.equal(Object.keys(CHANGED_SETTINGS[stack]));
    });
    for (const line of plans) {
      const { name, plan } = JSON.parse(line);
      const expected = CHANGED_SETTINGS[stack][name]?.findings;
      it(`finds ${expected?.join(', ') || 'nothing'} in ${name} of ${stack}`, () => {
        const found = findings(parsePlan(JSON.stringify(plan), name)).map(({ rule }) => rule.code);
        expect([...new Set(found)]).to.deep.equal(expected);
      });
    }
  }
});
