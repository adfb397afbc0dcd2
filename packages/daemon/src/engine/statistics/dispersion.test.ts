import { describe, expect, it } from 'vitest';
import { defaultTuning as tuning } from '../tuning.ts';
import { dispersion, sumOf } from './dispersion.ts';
import type { Count } from './law.ts';

const minutes = (length: number, k: (minute: number) => number, n = 100): Count[] =>
  Array.from({ length }, (_, minute) => ({ n, k: k(minute) }));
const phiOf = (slots: readonly Count[], slotSeconds = 60, law: 'binomial' | 'poisson' = 'binomial') =>
  dispersion({ slots, slotSeconds, law, tuning });

describe('how bursty bad units are', () => {
  it('is 1 where they come more evenly than chance has it', () => {
    expect(phiOf(minutes(1440, () => 3))).toBe(1);
    expect(phiOf(minutes(1440, () => 0))).toBe(1);
  });

  it('is more where they come in heaps, and the more the larger the heaps are', () => {
    const heaps = (size: number) => phiOf(minutes(1440, (minute) => (minute % 30 === 7 ? size : 0)));
    expect(heaps(20)).toBeGreaterThan(10);
    expect(heaps(60)).toBeGreaterThan(2 * heaps(20));
  });

  it('is seen in quarters of an hour where each minute looks even', () => {
    // A quarter of an hour with trouble, one without: no minute stands out from the one before it.
    const spells = minutes(1440, (minute) => (Math.floor(minute / 15) % 2 === 0 ? 2 : 0));
    const mixed = minutes(1440, (minute) => (minute % 2 === 0 ? 2 : 0));
    expect(phiOf(spells)).toBeGreaterThan(10);
    expect(phiOf(mixed)).toBeLessThan(2);
  });

  it('does not take hours that differ for bursts', () => {
    expect(phiOf(minutes(1440, (minute) => (minute < 720 ? 1 : 6)))).toBe(1);
  });

  it('is measured against what a share leaves to chance: less than for events', () => {
    const heaps = minutes(1440, (minute) => (minute % 10 === 0 ? 90 : 30));
    expect(phiOf(heaps)).toBeGreaterThan(phiOf(heaps, 60, 'poisson'));
  });

  it('of less than three hours is measured over all of them at once', () => {
    const rising = (hours: number) => minutes(60 * hours, (minute) => 1 + 5 * Math.floor(minute / 60));
    expect(phiOf(rising(2))).toBeGreaterThan(1.5);
    expect(phiOf(rising(3))).toBe(1);
  });

  /** A day in slots of so many minutes, each hour of which is like these. */
  const hourly = (...ks: number[]) => Array.from({ length: 24 }, () => ks.map((k) => ({ n: 100, k }))).flat();

  it('says nothing of hours that hold less than three slots', () => {
    expect(phiOf(hourly(1, 9), 1500)).toBe(1);
  });

  it('of four slots an hour is how much they differ; of six also how alike neighbours are', () => {
    const [squares, expected] = [4 * 4 ** 2, 4 * 100 * 0.05 * 0.95];
    expect(phiOf(hourly(1, 1, 9, 9), 900)).toBeCloseTo(((squares / expected) * 4) / 3, 9);
    expect(phiOf(hourly(1, 1, 1, 9, 9, 9), 600)).toBeGreaterThan(50);
    expect(phiOf(hourly(1, 9, 1, 9, 1, 9), 600)).toBeLessThan(5);
  });

  it('takes no notice of hours in which nothing was', () => {
    const day = minutes(600, (minute) => (minute % 30 === 7 ? 20 : 0));
    const night = minutes(840, () => 0, 0);
    expect(phiOf([...night, ...day])).toBeCloseTo(phiOf([...minutes(840, () => 0), ...day]), 9);
  });
});

describe('a short baseline', () => {
  const heaps = (length: number) => minutes(length, (minute) => (minute % 15 === 7 ? 10 : 0));

  it('has not shown every burst there is: what it shows over 1 is taken for more, until a day is there', () => {
    const shown = phiOf(heaps(1440)) - 1;
    const shortOf = (hours: number) => (phiOf(heaps(60 * hours)) - 1) / shown;
    expect(shortOf(16)).toBeCloseTo(1 + tuning.shortPhiCare / 4, 1);
    expect(shortOf(4)).toBeGreaterThan(shortOf(16));
    expect(phiOf(minutes(240, () => 3))).toBe(1);
  });

  it('of under half an hour is looked at by single readings instead of minutes', () => {
    const every15s = Array.from({ length: 100 }, (_, i) => ({ n: 25, k: i % 25 === 3 ? 10 : 0 }));
    expect(phiOf(every15s, 15)).toBeGreaterThan(5);
    const onceAMinute = (slots: number) =>
      Array.from({ length: slots }, (_, i) => ({ n: 25, k: i % 4 === 0 ? 10 : 0 }));
    expect(phiOf(onceAMinute(119), 15)).toBeGreaterThan(3);
    expect(phiOf(onceAMinute(120), 15)).toBe(1);
  });

  it('of too few slots says nothing', () => {
    expect(phiOf(minutes(9, (minute) => (minute === 3 ? 50 : 0)))).toBe(1);
    expect(phiOf(minutes(10, (minute) => (minute === 3 ? 50 : 0)))).toBeGreaterThan(1);
  });
});

it('sums are of all units together', () => {
  expect(
    sumOf([
      { n: 2, k: 1 },
      { n: 3, k: 0 },
    ]),
  ).toEqual({ n: 5, k: 1 });
  expect(sumOf([])).toEqual({ n: 0, k: 0 });
});
