import { describe, expect, it } from 'vitest';
import { logEvidenceAgainstRate, rateRefutedWith } from './baseline-evidence.ts';

describe('what a baseline says against a rate', () => {
  it.each([
    { title: 'none bad of 1,000 against 1 %', of: { n: 1000, k: 0, q: 0.01, law: 'binomial' }, nats: 6.165 },
    { title: 'as many as the rate has it', of: { n: 1000, k: 10, q: 0.01, law: 'binomial' }, nats: -3.37 },
    { title: 'more than that', of: { n: 1000, k: 20, q: 0.01, law: 'binomial' }, nats: -12.904 },
    {
      title: 'a high rate, whose spread is that of a half',
      of: { n: 1000, k: 850, q: 0.9, law: 'binomial' },
      nats: 7.783,
    },
    { title: 'events by the minute', of: { n: 600, k: 3, q: 0.02, law: 'poisson' }, nats: 4.354 },
  ] as const)('$title', ({ of, nats }) => {
    expect(logEvidenceAgainstRate(of)).toBeCloseTo(nats, 3);
  });

  it('is nothing against a rate of nothing, or where nothing was counted', () => {
    expect(logEvidenceAgainstRate({ n: 100, k: 5, q: 0, law: 'binomial' })).toBe(0);
    expect(logEvidenceAgainstRate({ n: 0, k: 0, q: 0.5, law: 'poisson' })).toBe(0);
  });
});

describe('the lowest rate that is refuted', () => {
  it.each(['binomial', 'poisson'] as const)('is refuted by just as much: %s', (law) => {
    const count = { n: 1000, k: 10, law };
    const q = rateRefutedWith(2.2, count, 1);
    expect(q).toBeGreaterThan(0.01);
    expect(logEvidenceAgainstRate({ ...count, q })).toBeCloseTo(2.2, 9);
  });

  it('is the highest that is asked for where even that is not refuted', () => {
    expect(rateRefutedWith(2.2, { n: 1000, k: 10, law: 'binomial' }, 0.011)).toBe(0.011);
  });
});
