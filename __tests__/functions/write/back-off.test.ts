import { expect } from 'chai';
import fc from 'fast-check';
import { backOffMs } from '../../../functions/write/back-off';

describe('the pause before the next try', () => {
  it('has a bound that doubles with each attempt, up to ten seconds', () => {
    const bounds = [0, 1, 2, 3, 10, 100].map((attempt) => backOffMs(attempt, () => 1));
    expect(bounds).to.deep.equal([100, 200, 400, 800, 10_000, 10_000]);
  });

  it('is anything below that bound, so that many do not come back at once', () => {
    fc.assert(
      fc.property(fc.nat({ max: 20 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, random) => {
        expect(backOffMs(attempt, () => random)).to.equal(random * backOffMs(attempt, () => 1));
      }),
    );
  });
});
