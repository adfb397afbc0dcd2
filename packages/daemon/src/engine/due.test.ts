import { instant, type Millis, millis, minutes, plus, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { nextDue } from './due.ts';
import { deployedAt } from './scenario.fixture.ts';

const site = { name: 'site', every: seconds(15) };

describe('a criterion is due', () => {
  it('on a grid of its own, and never twice at one point', () => {
    const first = nextDue(site, deployedAt);
    expect(first).toBeGreaterThan(deployedAt);
    expect(first - deployedAt).toBeLessThanOrEqual(site.every);
    expect(nextDue(site, first)).toBe(plus(first, site.every));
    expect(nextDue(site, instant(first - 1))).toBe(first);
  });

  it('at the same points after a restart, whatever was missed', () => {
    const first = nextDue(site, deployedAt);
    const later = nextDue(site, plus(deployedAt, minutes(7)));
    expect((later - first) % site.every).toBe(0);
  });

  it('not in the same moment as all others', () => {
    const points = Array.from({ length: 40 }, (_, i) =>
      nextDue({ name: `criterion-${i}`, every: seconds(15) }, deployedAt),
    );
    expect(new Set(points).size).toBeGreaterThan(30);
  });

  it('together with few others, where there are a thousand', () => {
    const together = new Map<number, number>();
    for (let i = 0; i < 1_000; i++) {
      const due = nextDue({ name: `criterion-${i}`, every: seconds(10) }, deployedAt);
      together.set(due, (together.get(due) ?? 0) + 1);
    }
    expect(together.size).toBeGreaterThan(95);
    expect(together.size).toBeLessThanOrEqual(100);
    expect(Math.max(...together.values())).toBeLessThan(30);
  });

  it.each<[Millis, number]>([
    [seconds(60), 100],
    [seconds(10), 100],
    [seconds(1), 10],
    [millis(50), 1],
  ])('every %i ms in the middle of slots of %i ms', (every, slot) => {
    for (const name of ['orders', 'checkout', 'reports']) {
      const due = nextDue({ name, every }, deployedAt);
      expect(due % slot).toBe(Math.floor(slot / 2));
      expect(nextDue({ name, every }, due)).toBe(plus(due, every));
    }
  });

  it('every so often also where no whole number of slots goes into the interval', () => {
    for (const every of [millis(7), millis(1_005), millis(15_050)]) {
      for (const name of ['orders', 'checkout', 'reports']) {
        const due = nextDue({ name, every }, deployedAt);
        expect(due).toBeGreaterThan(deployedAt);
        expect(due - deployedAt).toBeLessThanOrEqual(every);
        expect(nextDue({ name, every }, due)).toBe(plus(due, every));
        expect(nextDue({ name, every }, instant(due - 1))).toBe(due);
      }
    }
  });

  it.each<[string, Millis]>([
    ['every second', seconds(1)],
    ['every five minutes', minutes(5)],
  ])('%s, when the plan says so', (_, every) => {
    const due = nextDue({ name: 'site', every }, deployedAt);
    expect(nextDue({ name: 'site', every }, due) - due).toBe(every);
  });
});
