import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Observation, Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { hours, instant, minutes, plus, seconds } from '@daywatch/shared/vocabulary/time.ts';
import type { Assessment } from '@daywatch/shared/vocabulary/verdict.ts';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { observe } from './observe.ts';
import {
  criterion,
  deployedAt,
  gauge,
  latency,
  random,
  rate,
  readings,
  type Story,
  settingsFor,
  tell,
} from './scenario.fixture.ts';
import { beginWatch, restoreWatch } from './watch.ts';
import { frameOf, openState } from './watch-state.ts';

vi.setConfig({ testTimeout: 60_000 });

const anyNumber = fc.oneof(
  fc.double(),
  fc.constantFrom(0, -0, 1, 1e-300, 1e300, Number.MAX_VALUE, Number.NaN, Number.POSITIVE_INFINITY, -1),
);
const amount = fc.oneof({ weight: 3, arbitrary: fc.nat(1000) }, { weight: 1, arbitrary: anyNumber });
const text = fc.string({ maxLength: 8 });

const anyReading: fc.Arbitrary<Reading> = fc.oneof(
  fc.record({ type: fc.constant('rate' as const), bad: amount, total: amount }),
  fc.record({ type: fc.constant('latency' as const), values: fc.array(amount, { maxLength: 5 }) }),
  fc.record({
    type: fc.constant('histogram' as const),
    bounds: fc.oneof(fc.constant([1, 10, 100]), fc.array(amount, { maxLength: 4 })),
    counts: fc.oneof(fc.array(amount, { minLength: 4, maxLength: 4 }), fc.array(amount, { maxLength: 5 })),
  }),
  fc.record({ type: fc.constant('count' as const), count: amount }),
  fc.record({ type: fc.constant('gauge' as const), value: amount }),
  fc.record({ type: fc.constant('check' as const), ok: fc.boolean() }),
  fc.record({ type: fc.constant('absent' as const), because: text }),
  fc.record({ type: fc.constant('error' as const), because: text }),
);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const anyCriterion: fc.Arbitrary<Criterion> = fc
  .record({
    measure: fc.constantFrom<Criterion['measure'][]>('rate', 'latency', 'count', 'gauge', 'check'),
    severity: fc.constantFrom<Criterion['severity'][]>('blocking', 'critical', 'warning'),
    limit: maybe(fc.oneof(fc.constant(0), fc.double({ min: 0.001, max: 1000, noNaN: true }))),
    tolerance: maybe(fc.double({ min: 0, max: 2, noNaN: true })),
    quantile: maybe(fc.double({ min: 0.01, max: 0.999, noNaN: true })),
    worse: fc.constantFrom<Criterion['worse'][]>('higher', 'lower'),
    noData: fc.constantFrom<Criterion['noData'][]>('blind', 'failing'),
    integrity: fc.boolean(),
    strict: fc.boolean(),
    dryRun: fc.boolean(),
    confirm: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ limit, tolerance, quantile, ...rest }) =>
    criterion({
      ...rest,
      ...(limit === undefined
        ? {}
        : { limit: rest.measure === 'rate' || rest.measure === 'check' ? limit / 1001 : limit }),
      ...(tolerance === undefined ? {} : { tolerance }),
      ...(quantile === undefined ? {} : { quantile }),
    }),
  );

const setupFor = (criteria: readonly Criterion[], length = minutes(30)) => ({
  criteria,
  startedAt: deployedAt,
  settings: settingsFor(length),
  rollback: { blocking: 1, critical: 2, integrity: 1 },
});

/** Every number in a value, with the way to it. */
function numbersIn(value: unknown, path = ''): [string, number][] {
  if (typeof value === 'number') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => numbersIn(inner, `${path}.${key}`));
}

const wordsIn = (assessment: Assessment): string =>
  [
    assessment.rule,
    ...assessment.because,
    ...assessment.judgements.flatMap(({ because, flipsWhen = '' }) => [because, flipsWhen]),
  ].join('\n');

describe('whatever comes in', () => {
  const anything = fc.record({
    of: anyCriterion,
    before: fc.array(anyReading, { maxLength: 60 }),
    after: fc.array(anyReading, { maxLength: 60 }),
  });

  it('no number that goes out is NaN or infinite, and none is spoken of', () => {
    fc.assert(
      fc.property(anything, ({ of, before, after }) => {
        const story = (list: readonly Reading[], start: number): Observation[] =>
          list.map((reading, i) => ({
            criterion: of.name,
            at: instant(deployedAt + (start + i) * 15_000),
            seconds: 15,
            reading,
          }));
        const watch = beginWatch(setupFor([of]), story(before, -before.length));
        for (const observation of story(after, 0)) watch.observe(observation);
        for (const at of [seconds(0), minutes(5), minutes(15), hours(2)]) {
          const said = watch.assess(plus(deployedAt, at));
          for (const [path, number] of numbersIn(said)) expect(Number.isFinite(number), path).toBe(true);
          expect(wordsIn(said)).not.toMatch(/NaN|Infinity|undefined|null|not a number/);
        }
        const state = watch.snapshot();
        for (const [path, number] of numbersIn(state)) expect(Number.isFinite(number), path).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('a snapshot, written and read again, is the same to the bit', () => {
    fc.assert(
      fc.property(anything, ({ of, before, after }) => {
        const baseline = before.map((reading, i) => ({
          criterion: of.name,
          at: instant(deployedAt - (before.length - i) * 15_000),
          seconds: 15,
          reading,
        }));
        const setup = setupFor([of]);
        const watch = beginWatch(setup, baseline);
        const rest = after.map((reading, i) => ({
          criterion: of.name,
          at: instant(deployedAt + i * 15_000),
          seconds: 15,
          reading,
        }));
        const half = Math.floor(rest.length / 2);
        for (const observation of rest.slice(0, half)) watch.observe(observation);
        const restored = restoreWatch(setup, JSON.parse(JSON.stringify(watch.snapshot())));
        for (const observation of rest.slice(half)) {
          watch.observe(observation);
          // Some readings again: a restart reads a little more than it must.
          for (const again of rest.slice(0, 3)) restored.observe(again);
          restored.observe(observation);
        }
        const now = plus(deployedAt, minutes(15));
        expect(restored.assess(now)).toEqual(watch.assess(now));
        expect(JSON.stringify(restored.snapshot())).toBe(JSON.stringify(watch.snapshot()));
      }),
      { numRuns: 100 },
    );
  });
});

describe('what must not matter', () => {
  const worlds = fc.record({ seed: fc.integer(), factor: fc.double({ min: 0.4, max: 4, noNaN: true }) });
  /** Two levels, before and after, as seeded noise. */
  const noisy = (seed: number, factor: number, scale: number): readonly [Story, Story] => {
    const next = random(seed);
    const before = Array.from({ length: 480 }, () => (0.1 + next() ** 3) * scale);
    const after = Array.from({ length: 400 }, () => (0.1 + next() ** 3) * factor * scale);
    return [(t) => latency(before[t + 480] ?? scale), (t) => latency(after[t] ?? scale)];
  };

  it('the unit: milliseconds or seconds give the same verdict and the same evidence', () => {
    const slow = criterion({ measure: 'latency', name: 'slow', tolerance: 0.1 });
    fc.assert(
      fc.property(worlds, ({ seed, factor }) => {
        // A power of two, so that scaling is exact and not even a last bit may differ.
        const said = [1, 1024].map((scale) => {
          const [before, after] = noisy(seed, factor, scale);
          const told = tell({
            criteria: [criterion({ ...slow, limit: 0.9 * scale })],
            before: { slow: before },
            after: { slow: after },
            baseline: hours(2),
          });
          const { verdict, certified } = told.until(minutes(95));
          const { state, evidence, value = 0 } = told.judgement('slow');
          return { verdict, certified, state, evidence, value: value / scale };
        });
        expect(said[1]).toEqual(said[0]);
      }),
      { numRuns: 12 },
    );
  });

  it('the order of the criteria in the plan', () => {
    fc.assert(
      fc.property(worlds, ({ seed, factor }) => {
        const names = ['a', 'b', 'c'];
        const stories = names.map((name, i) => [name, noisy(seed + i, i === 1 ? factor : 1, 1)] as const);
        const criteria = names.map((name) => criterion({ measure: 'latency', name, tolerance: 0.1 }));
        const said = [criteria, criteria.toReversed()].map((plan) => {
          const told = tell({
            criteria: plan,
            before: Object.fromEntries(stories.map(([name, [before]]) => [name, before])),
            after: Object.fromEntries(stories.map(([name, [, after]]) => [name, after])),
            baseline: hours(2),
          });
          const { verdict, recommendation, rule } = told.until(minutes(95));
          return { verdict, recommendation, rule, states: names.map((name) => told.judgement(name).state) };
        });
        expect(said[1]).toEqual(said[0]);
      }),
      { numRuns: 10 },
    );
  });

  it('when it is looked at: looking changes nothing', () => {
    fc.assert(
      fc.property(worlds, ({ seed, factor }) => {
        const [before, after] = noisy(seed, factor, 1);
        const slow = criterion({ measure: 'latency', name: 'slow', tolerance: 0.1 });
        const scenario = { criteria: [slow], before: { slow: before }, after: { slow: after }, baseline: hours(2) };
        const often = tell(scenario);
        for (let minute = 1; minute < 90; minute += 7) often.until(minutes(minute));
        expect(often.until(minutes(95))).toEqual(tell(scenario).until(minutes(95)));
      }),
      { numRuns: 10 },
    );
  });
});

describe('the evidence', () => {
  const shapes: Readonly<Record<string, (value: number, scale: number) => Reading>> = {
    'a time': (value) => latency(value),
    'a time in buckets': (value, scale) => {
      const bounds = Array.from({ length: 24 }, (_, i) => scale * 0.05 * 1.2 ** i);
      const bucket = bounds.findIndex((bound) => value <= bound);
      const counts = [...bounds, 0].map((_, i) => (i === (bucket < 0 ? bounds.length : bucket) ? 1 : 0));
      return { type: 'histogram', bounds, counts };
    },
    'a level': (value) => gauge(value),
  };

  it.each(Object.keys(shapes))('is the same in seconds, in nanoseconds and in giga-units: %s', (shape) => {
    fc.assert(
      fc.property(fc.integer(), fc.double({ min: -9, max: 9, noNaN: true }), (seed, exponent) => {
        const scale = 10 ** exponent;
        const measure = shape === 'a level' ? 'gauge' : 'latency';
        const slow = criterion({ measure, name: 'slow', tolerance: 0.1 });
        const [one, other] = [1, scale].map((scale) => {
          const next = random(seed);
          const told = (worse: number) => shapes[shape]?.((0.1 + next() ** 3) * scale * worse, scale) as Reading;
          const before = Array.from({ length: 480 }, () => told(1));
          const after = Array.from({ length: 120 }, (_, t) => told(t < 40 ? 1 : 2));
          const watch = beginWatch(setupFor([slow], hours(2)), storyOf(slow, before, -480));
          for (const observation of storyOf(slow, after, 0)) watch.observe(observation);
          const { verdict, judgements } = watch.assess(plus(deployedAt, minutes(30)));
          const { state, value = Number.NaN, evidence } = judgements[0] as (typeof judgements)[number];
          return { verdict, state, value: value / scale, eValue: evidence?.eValue ?? Number.NaN };
        });
        expect(other).toMatchObject({ verdict: one?.verdict, state: one?.state });
        const apart = (a = Number.NaN, b = Number.NaN) => Math.abs(a / b - 1);
        expect(apart(other?.value, one?.value)).toBeLessThan(1e-9);
        expect(apart(other?.eValue, one?.eValue)).toBeLessThan(1e-9);
      }),
      { numRuns: 30 },
    );
  });

  it('is never less for a worse reading', () => {
    const errors = criterion({ measure: 'rate', name: 'errors', tolerance: 0.25 });
    const events = criterion({ measure: 'count', name: 'events', tolerance: 0.25 });
    const level = criterion({ measure: 'gauge', name: 'level', tolerance: 0.2 });
    const criteria = [errors, events, level];
    const next = random(5);
    const baseline = criteria.flatMap((of) =>
      storyOf(
        of,
        Array.from({ length: 480 }, () => readingFor(of, next() < 0.1 ? 1 : 0, 30 + 10 * next())),
        -480,
      ),
    );
    const badness = fc.array(fc.tuple(fc.nat(20), fc.double({ min: 0, max: 90, noNaN: true })), {
      minLength: 10,
      maxLength: 60,
    });
    fc.assert(
      fc.property(badness, fc.nat(), fc.nat(10), (told, where, more) => {
        const at = where % told.length;
        const evidence = [0, more].map((worse) => {
          const frame = frameOf(setupFor(criteria, hours(2)));
          const state = openState(frame, baseline);
          for (const [i, [bad, value]] of told.entries()) {
            const extra = i === at ? worse : 0;
            for (const of of criteria) {
              const [observation] = storyOf(of, [readingFor(of, bad + extra, value + extra)], i + 20);
              if (observation !== undefined) observe(frame, state, observation);
            }
          }
          return state.criteria.map((of) => of.evidence);
        });
        for (const [i, low] of (evidence[0] ?? []).entries()) expect(evidence[1]?.[i]).toBeGreaterThanOrEqual(low);
      }),
      { numRuns: 60 },
    );

    function readingFor({ measure }: Criterion, bad: number, value: number): Reading {
      return measure === 'rate' ? rate(bad, 100) : measure === 'count' ? { type: 'count', count: bad } : gauge(value);
    }
  });
});

/** Readings of 15 seconds each, the first of them `start` intervals after the deploy. */
function storyOf({ name }: Criterion, readings: readonly Reading[], start: number): Observation[] {
  return readings.map((reading, i) => ({
    criterion: name,
    at: instant(deployedAt + (start + i) * 15_000),
    seconds: 15,
    reading,
  }));
}

describe('gaps', () => {
  it('no pattern of missing readings gives GO under 80 % coverage', () => {
    const errors = criterion({ measure: 'rate', name: 'errors', tolerance: 0.25, every: minutes(1) });
    const steady: Story = () => rate(4, 8000);
    const baseline = readings(
      [errors],
      { errors: steady },
      () => -120,
      () => 0,
    );
    const pattern = fc.array(fc.record({ seen: fc.nat(60), missed: fc.nat(60) }), { minLength: 1, maxLength: 20 });
    let refused = 0;
    fc.assert(
      fc.property(pattern, (runs) => {
        const ticks = runs.flatMap(({ seen, missed }) => [...Array(seen).fill(true), ...Array(missed).fill(false)]);
        const watch = beginWatch(setupFor([errors], hours(2)), baseline);
        for (let tick = 0; tick < 240; tick++) {
          const at = instant(deployedAt + tick * 60_000);
          if (ticks[tick % ticks.length])
            watch.observe({ criterion: 'errors', at, seconds: 60, reading: rate(4, 8000) });
          if (tick % 30 !== 29) continue;
          const said = watch.assess(plus(at, seconds(60)));
          if (said.final) break;
          const seen = Array.from({ length: tick + 1 }, (_, i) => ticks[i % ticks.length]).filter(Boolean).length;
          // Two intervals are forgiven: the first point of the grid, and the reading that is on its way.
          if ((seen + 2) / (tick + 1) < 0.8 - 1e-9) {
            refused++;
            expect(said.verdict).toBe('undecided');
          }
        }
      }),
      { numRuns: 1000 },
    );
    expect(refused).toBeGreaterThan(0);
  });
});

describe('the promise', () => {
  it('a deploy that changes nothing is almost never a NO-GO, a clear regression always is', () => {
    const errors = criterion({ measure: 'rate', name: 'errors', tolerance: 0.25 });
    const pool = criterion({ measure: 'gauge', name: 'pool', tolerance: 0.2 });
    const outcome = (seed: number, factor: number) => {
      const next = random(seed);
      const bad =
        (p: number): Story =>
        () =>
          rate(Array.from({ length: 40 }, next).filter((u) => u < p).length, 40);
      const level =
        (mean: number): Story =>
        () =>
          gauge(mean * (0.8 + 0.4 * next()));
      const told = tell({
        criteria: [errors, pool],
        before: { errors: bad(0.02), pool: level(20) },
        after: { errors: bad(0.02 * factor), pool: level(20) },
        baseline: hours(6),
        settings: { for: hours(4) },
      });
      return told.until(hours(4)).verdict;
    };
    const seeds = Array.from({ length: 30 }, (_, i) => i);
    expect(seeds.filter((seed) => outcome(seed, 1) === 'no-go')).toEqual([]);
    expect(seeds.slice(0, 10).filter((seed) => outcome(seed, 3) !== 'no-go')).toEqual([]);
  });
});
