import { expect } from 'chai';
import { requireLocalEnvironment } from '../engines';
import { planFromNothing } from '../new-plans';
import { checkovEnvironment, type Failure, failuresOf } from './checkov';
import { EVERYTHING } from './everything';
import { SKIPS, unlisted, unneeded } from './skips';

/** The plan of a stack with its buckets made public: the scan must see it. */
const OPENED = 'opened';

describe('a policy scan of the stacks of main.ts', () => {
  let failures: Failure[];
  let ofOpened: Failure[];

  before(async function () {
    this.timeout(420_000);
    await requireLocalEnvironment(this);
    await checkovEnvironment();
    const plans = await planFromNothing();
    const opened = plans
      .get('streams-to-s3')
      ?.replaceAll('"block_public_acls":true', '"block_public_acls":false');
    const all = await failuresOf(new Map([...plans, [OPENED, opened ?? '']]));
    failures = all.filter(({ plan }) => plan !== OPENED);
    ofOpened = all.filter(({ plan }) => plan === OPENED);
  });

  it('finds nothing but what is listed with its reason', () => {
    expect(unlisted(failures, SKIPS)).to.deep.equal([]);
  });

  it('finds all that is listed', () => {
    expect(unneeded(failures, SKIPS)).to.deep.equal([]);
  });

  it('finds the buckets of a plan that take public access lists', () => {
    const sentences = unlisted(ofOpened, SKIPS).filter((sentence) => sentence.includes(' CKV_AWS_53 '));
    expect(sentences).to.have.length(2);
    for (const sentence of sentences)
      expect(sentence).to.match(
        /^opened: aws_s3_bucket_public_access_block\.\S+ does not keep CKV_AWS_53 \(.+\)\. Mend the construct, or list it/,
      );
  });

  it('says so when a reason is not needed any more', () => {
    const mended = failures.filter(({ check }) => check !== 'CKV_AWS_18');
    expect(unneeded(mended, SKIPS)).to.deep.equal([
      'CKV_AWS_18 is kept by all of /^aws_s3_bucket\\./, or nothing is called so any more. Take it out of __tests__/policy-scan/skips.ts.',
    ]);
  });
});

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
