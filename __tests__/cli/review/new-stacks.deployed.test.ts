import { expect } from 'chai';
import { findings } from '../../../cli/review/finding';
import { parsePlan } from '../../../cli/review/plan/plan';
import { countsText } from '../../../cli/review/report/counts';
import { PIPELINE_NAMES } from '../../../local/demo/pipelines';
import { requireLocalEnvironment } from '../../engines';
import { type NewPlans, planFromNothing } from '../../new-plans';

describe('a review of the stacks of main.ts, planned from nothing', () => {
  let plans: NewPlans;

  before(async function () {
    this.timeout(240_000);
    await requireLocalEnvironment(this);
    plans = await planFromNothing();
  });

  for (const stack of PIPELINE_NAMES)
    it(`finds nothing in ${stack}`, () => {
      const plan = parsePlan(plans.get(stack) ?? '', stack);
      expect(countsText(plan)).to.match(/^\d\d to make$/);
      expect(
        findings(plan).map(({ rule, address, differences }) => ({ code: rule.code, address, differences })),
      ).to.deep.equal([]);
    });
});
