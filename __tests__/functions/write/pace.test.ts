import { expect } from 'chai';
import fc from 'fast-check';
import { MAX_BODY_BYTES, MIN_BODY_BYTES, Pace } from '../../../functions/write/pace';

const bodyBytes = fc.integer({ min: 100, max: MAX_BODY_BYTES });
const event = fc.oneof(
  { weight: 3, arbitrary: bodyBytes.map((bytes) => ({ accepted: bytes })) },
  { weight: 2, arbitrary: bodyBytes.map((bytes) => ({ throttled: bytes })) },
  { weight: 1, arbitrary: bodyBytes.map((bytes) => ({ tooLarge: bytes })) },
);
const events = fc.array(event, { maxLength: 200 });

describe('the pace of bulk requests', () => {
  it('is unlimited, and stays so, while everything is taken', () => {
    const pace = new Pace();
    for (let now = 0; now < 100; now++) {
      pace.accepted(MAX_BODY_BYTES, now);
      expect([pace.limitBytes, pace.waitMs(now)]).to.deep.equal([MAX_BODY_BYTES, 0]);
    }
  });

  it('lets two requests go at once when one was taken, and after a refusal when all is taken again', () => {
    fc.assert(
      fc.property(bodyBytes, bodyBytes, (taken, refused) => {
        const pace = new Pace();
        expect(pace.concurrency).to.equal(1);
        pace.accepted(taken, 0);
        expect(pace.concurrency).to.equal(2);
        pace.throttled(refused, false, 0);
        do {
          expect(pace.concurrency).to.equal(1);
          pace.accepted(refused, 0);
        } while (pace.limitBytes < MAX_BODY_BYTES);
        pace.accepted(refused, 0);
        expect(pace.concurrency).to.equal(2);
      }),
    );
  });

  it('is halved once by two bodies that are refused at once', () => {
    const pace = new Pace();
    pace.throttled(400_000, false, 0);
    pace.throttled(390_000, false, 0);
    expect(pace.limitBytes).to.equal(200_000);
  });

  it('never leaves its bounds, never waits long, and never grows at a refusal', () => {
    fc.assert(
      fc.property(events, fc.double({ min: 0, max: 1, noNaN: true }), (taken, random) => {
        const pace = new Pace(() => random);
        for (const [now, each] of taken.entries()) {
          const before = pace.limitBytes;
          apply(pace, each, now);
          expect(Number.isInteger(pace.limitBytes)).to.equal(true);
          expect(pace.limitBytes).to.be.within(MIN_BODY_BYTES, MAX_BODY_BYTES);
          expect(pace.waitMs(now)).to.be.within(0, 375);
          if ('accepted' in each) expect(pace.limitBytes).to.be.at.least(before);
          else expect(pace.limitBytes).to.be.at.most(before);
          if ('throttled' in each) expect(pace.waitMs(now)).to.be.greaterThan(100);
        }
      }),
    );
  });

  it('recovers wholly from anything but a size that is too large, by 60 bodies that are taken', () => {
    fc.assert(
      fc.property(events, (taken) => {
        const pace = new Pace();
        for (const [now, each] of taken.entries()) apply(pace, each, now);
        const tooLarge = taken.flatMap((each) => ('tooLarge' in each ? [each.tooLarge / 2] : []));
        for (let i = 0; i < 60; i++) pace.accepted(MIN_BODY_BYTES, 1_000);
        const most = Math.max(MIN_BODY_BYTES, Math.floor(Math.min(MAX_BODY_BYTES, ...tooLarge)));
        expect([pace.limitBytes, pace.waitMs(1_000)]).to.deep.equal([most, 0]);
      }),
    );
  });

  it('grows by small steps near the size that was refused: six bodies or more before it is reached', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10_000, max: MAX_BODY_BYTES }), (bytes) => {
        const pace = new Pace();
        pace.throttled(bytes, false, 0);
        for (let i = 0; i < 6; i++) pace.accepted(bytes / 2, 0);
        expect(pace.limitBytes).to.be.lessThan(bytes);
      }),
    );
  });

  it('halves what is refused time and again, whatever was taken before', () => {
    fc.assert(
      fc.property(bodyBytes, bodyBytes, (taken, refused) => {
        const pace = new Pace();
        pace.accepted(taken, 0);
        for (let i = 0; i < 32; i++) pace.throttled(Math.min(refused, pace.limitBytes), false, 0);
        expect(pace.limitBytes).to.be.at.most(Math.max(MIN_BODY_BYTES, refused / 2));
      }),
    );
  });

  it('keeps its size when a few documents are refused beside a large body that was taken', () => {
    const pace = new Pace();
    pace.accepted(450_000, 0);
    pace.throttled(500, false, 0);
    expect(pace.limitBytes).to.equal(MAX_BODY_BYTES);
    expect(pace.waitMs(0)).to.be.greaterThan(100);
  });

  it('is halved by a large body that is refused in part, and no further by its rest', () => {
    const pace = new Pace();
    pace.throttled(450_000, true, 0);
    pace.throttled(500, false, 0);
    pace.throttled(500, false, 0);
    expect(pace.limitBytes).to.equal(225_000);
  });
});

type Event = { accepted: number } | { throttled: number } | { tooLarge: number };

function apply(pace: Pace, event: Event, now: number): void {
  if ('accepted' in event) pace.accepted(event.accepted, now);
  else if ('throttled' in event) pace.throttled(event.throttled, false, now);
  else pace.tooLarge(event.tooLarge);
}
