import { describe, expect, it } from 'vitest';
import { logEvidenceBelow, unitsToRefute } from './rule-out.ts';

const nats = Math.log(40);

describe('how many units rule a rate out', () => {
  it.each([
    { title: 'looks of which none failed', k: 0, q: 0.002, phi: 1, law: 'binomial' },
    { title: 'requests, some bad, in bursts', k: 7, q: 0.05, phi: 3, law: 'binomial' },
    { title: 'minutes without an event', k: 0, q: 0.5, phi: 1, law: 'poisson' },
    { title: 'minutes with some', k: 40, q: 2.5, phi: 1.5, law: 'poisson' },
  ] as const)('$title: as many are just enough, and fewer are not', ({ title: _, k, ...bet }) => {
    const n = unitsToRefute({ k, nats, ...bet });
    const evidence = (units: number) => logEvidenceBelow({ sums: { n: units, k }, ...bet });
    expect(evidence(n)).toBeGreaterThanOrEqual(nats);
    expect(evidence(n * (1 - 1e-9))).toBeLessThan(nats);
  });

  it('is more for each bad one, and without end where nothing may be bad', () => {
    const of = (k: number, q: number) => unitsToRefute({ k, q, phi: 1, law: 'binomial', nats });
    expect(of(1, 0.01)).toBeGreaterThan(of(0, 0.01));
    expect(of(0, 0)).toBe(Number.POSITIVE_INFINITY);
  });
});
