import { expect } from 'chai';
import { asOf } from '../../../cli/archive';

describe('the time that an archive is replayed as of', () => {
  for (const [text, microseconds] of [
    ['2026-11-24T09:30:00Z', 1_795_512_600_000_000],
    ['2026-11-24T09:30:00.123456Z', 1_795_512_600_123_456],
    ['2026-11-24t10:30:00.1239999+01:00', 1_795_512_600_123_999],
    ['2026-11-24 08:30:00.5-01:00', 1_795_512_600_500_000],
    ['1795512600123456', 1_795_512_600_123_456],
  ] as const)
    it(`may be ${text}`, () => {
      expect(asOf(text)).to.equal(microseconds);
    });

  for (const text of [
    '',
    'yesterday',
    '2026-11-24',
    '2026-11-24T09:30:00',
    '2026-02-30T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-11-24T25:00:00Z',
    '1795512600',
    '1795512600123',
    '-1',
    '99999999999999999',
  ])
    it(`is not ${text || 'empty'}`, () => {
      expect(() => asOf(text)).to.throw(`The time ${JSON.stringify(text)} is neither RFC 3339`);
    });
});
