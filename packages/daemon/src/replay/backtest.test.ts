import type { Observation, Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { days, hours, instant, millis, minus, plus } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import {
  check,
  count,
  criterion,
  deployedAt,
  gauge,
  latency,
  random,
  rate,
  settingsFor,
} from '../engine/scenario.fixture.ts';
import { detect } from './detection.ts';
import { countFalseAlarms } from './false-alarms.ts';
import { apart, pretendedDeploys } from './pretended-deploys.ts';
import { seriesOf } from './series.ts';
import { wilson } from './wilson.ts';
import { worsen } from './worsen.ts';

const readings = (name: string, from: number, to: number, reading: (minute: number) => Reading): Observation[] =>
  Array.from({ length: to - from }, (_, i) => ({
    criterion: name,
    at: instant(deployedAt + (from + i) * 60_000),
    seconds: 60,
    reading: reading(from + i),
  }));

describe('pretended deploys', () => {
  const history = { from: minus(deployedAt, days(3)), to: deployedAt };
  const cutting = { history, baseline: hours(24), watch: hours(24), every: hours(6), leaveOut: [] };

  it('each have their baseline before and their watch after them, inside the history', () => {
    const deploys = pretendedDeploys(cutting);
    expect(deploys.map((at) => (at - deployedAt) / 3_600_000)).toEqual([-48, -42, -36, -30, -24]);
    expect(apart(deploys, hours(24))).toBe(2);
  });

  it('never touch a real deploy', () => {
    const real = { from: minus(deployedAt, hours(30)), to: minus(deployedAt, hours(29)) };
    const deploys = pretendedDeploys({ ...cutting, leaveOut: [real] });
    expect(deploys.map((at) => (at - deployedAt) / 3_600_000)).toEqual([-24]);
  });

  it('are none where the history is too short', () => {
    expect(pretendedDeploys({ ...cutting, baseline: hours(60) })).toEqual([]);
  });
});

it.each([
  [0, 0, 0, 1],
  [0, 5, 0, 0.4345],
  [0, 381, 0, 0.00998],
  [1, 10, 0.0179, 0.4042],
  [5, 5, 0.5655, 1],
])('of %i of %i the share is %d to %d', (k, n, low, high) => {
  expect(wilson(k, n)[0]).toBeCloseTo(low, 4);
  expect(wilson(k, n)[1]).toBeCloseTo(high, 4);
});

describe('made worse', () => {
  const next = random(3);
  const sum = (all: readonly Observation[], of: (reading: Reading) => number) =>
    all.reduce((total, { reading }) => total + of(reading), 0);
  const bad = (reading: Reading) => (reading.type === 'rate' ? reading.bad : 0);
  const errors = readings('rate', 0, 2000, () => rate(next() < 0.3 ? 2 : 0, 100));
  const of = criterion({ measure: 'rate' });

  it.each([1.25, 1.5, 2, 5])('%d times the errors are about so many, and never more than requests', (factor) => {
    const worse = worsen(of, errors, { factor, onset: deployedAt, seed: 1 });
    expect(sum(worse, bad) / sum(errors, bad)).toBeCloseTo(factor, 0);
    expect(worse.every(({ reading }) => reading.type === 'rate' && reading.bad <= reading.total)).toBe(true);
  });

  it('begins at the onset and is the same for the same seed', () => {
    const onset = plus(deployedAt, hours(10));
    const once = worsen(of, errors, { factor: 5, onset, seed: 1 });
    expect(once.slice(0, 600)).toEqual(errors.slice(0, 600));
    expect(worsen(of, errors, { factor: 5, onset, seed: 1 })).toEqual(once);
    expect(worsen(of, errors, { factor: 5, onset, seed: 2 })).not.toEqual(once);
  });

  it.each<[string, Reading, Reading]>([
    ['times take longer', latency(0.1, 0.2), latency(0.2, 0.4)],
    ['a level rises', gauge(20), gauge(40)],
    [
      'buckets move up',
      { type: 'histogram', bounds: [1, 2, 4], counts: [8, 4, 0, 1] },
      { type: 'histogram', bounds: [1, 2, 4], counts: [4, 4, 4, 1] },
    ],
    ['an error stays an error', { type: 'error', because: 'x' }, { type: 'error', because: 'x' }],
  ])('%s', (_what, reading, expected) => {
    const measure = reading.type === 'gauge' ? 'gauge' : 'latency';
    const [worse] = worsen(
      criterion({ measure }),
      readings(measure, 0, 1, () => reading),
      {
        factor: 2,
        onset: deployedAt,
        seed: 1,
      },
    );
    expect(worse?.reading).toEqual(expected);
  });

  it('a level for which lower is worse falls', () => {
    const [worse] = worsen(
      criterion({ measure: 'gauge', worse: 'lower' }),
      readings('gauge', 0, 1, () => gauge(20)),
      {
        factor: 2,
        onset: deployedAt,
        seed: 1,
      },
    );
    expect(worse?.reading).toEqual(gauge(10));
  });

  it('failing looks become more of them', () => {
    const looks = readings('check', 0, 2000, (minute) => check(minute % 20 !== 0));
    const failed = (reading: Reading) => (reading.type === 'check' && !reading.ok ? 1 : 0);
    const worse = worsen(criterion({ measure: 'check' }), looks, { factor: 3, onset: deployedAt, seed: 1 });
    expect(sum(worse, failed) / sum(looks, failed)).toBeGreaterThan(2.4);
    expect(sum(worse, failed) / sum(looks, failed)).toBeLessThan(3.4);
  });
});

describe('a history of four quiet days', () => {
  const next = random(5);
  const criteria = [
    criterion({ measure: 'rate', tolerance: 0.25, every: millis(60_000) }),
    criterion({ measure: 'count', limit: 0, every: millis(60_000) }),
  ];
  const watch = {
    criteria,
    settings: settingsFor(hours(12), { every: millis(60_000) }),
    rollback: { blocking: 1, critical: 2, integrity: 1 },
  };
  const quiet = [
    ...readings('rate', -4 * 1440, 0, () => rate(Array.from({ length: 10 }, next).filter((x) => x < 0.3).length, 1000)),
    ...readings('count', -4 * 1440, 0, () => count(0)),
  ];
  const cut = { watch, series: seriesOf(quiet), baseline: hours(24), every: hours(12), leaveOut: [] };

  it('gives no false NO-GO, with what that is worth', () => {
    const alarms = countFalseAlarms(cut);
    expect(alarms).toMatchObject({ noGo: 0, apart: 6, bound: 0.01, criteria: [{ failed: 0 }, { failed: 0 }] });
  });

  it('counts a criterion that cries wolf', () => {
    const jumpy = quiet.map((one) =>
      one.at === minus(deployedAt, hours(5)) && one.criterion === 'count' ? { ...one, reading: count(1) } : one,
    );
    const alarms = countFalseAlarms({ ...cut, series: seriesOf(jumpy) });
    expect(alarms).toMatchObject({ noGo: 1, criteria: [{ failed: 0 }, { name: 'count', failed: 1 }] });
  });

  it('finds what is worse, the sooner the worse it is', () => {
    const [rates, facts] = detect({
      ...cut,
      deploys: [minus(deployedAt, hours(24)), minus(deployedAt, hours(12))],
      onset: hours(1),
    });
    const times = rates?.detections.map(({ median }) => median ?? Number.POSITIVE_INFINITY) ?? [];
    expect(times).toEqual([...times].sort((a, b) => b - a));
    expect(times[3]).toBeLessThan(hours(1));
    expect(facts).toEqual({ name: 'count', type: 'fact', detections: [] });
  });

  it('says how long a history would have to be', () => {
    expect(countFalseAlarms({ ...cut, baseline: days(5) })).toEqual({ needed: hours(132), there: days(4) });
  });
});
