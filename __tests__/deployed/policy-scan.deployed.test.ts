import { expect } from 'chai';
import { requireLocalEnvironment } from '../engines';
import { planFromNothing } from '../new-plans';
import { checkovEnvironment, type Failure, failuresOf } from '../policy-scan/checkov';
import { EVERYTHING } from '../policy-scan/everything';
import { SKIPS, unlisted, unneeded } from '../policy-scan/skips';

describe('a policy scan of the stacks of main.ts with everything switched on', () => {
  const skips = SKIPS.filter(({ settings }) => settings === undefined);
  let failures: Failure[];

  before(async function () {
    this.timeout(420_000);
    await requireLocalEnvironment(this);
    await checkovEnvironment();
    failures = await failuresOf(await planFromNothing(EVERYTHING));
  });

  it('keeps each policy that a setting is said to keep, and finds nothing else that is not listed', () => {
    expect(unlisted(failures, skips)).to.deep.equal([]);
  });

  it('finds all that is listed for good', () => {
    expect(unneeded(failures, skips)).to.deep.equal([]);
  });

  it('switches on each setting that a reason names', () => {
    const named = SKIPS.flatMap(({ settings = [] }) => settings);
    expect(Object.keys(EVERYTHING)).to.include.members(named);
  });
});
