import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Measure, Observation, Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { hours, instant } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it, vi } from 'vitest';
import days from './golden/days.json' with { type: 'json' };
import { lookAt } from './look.ts';
import { measureDefaults } from './measures.ts';
import { observe } from './observe.ts';
import { count, criterion, deployedAt, gauge, latency, rate, settingsFor } from './scenario.fixture.ts';
import { referenceTuning } from './tuning.ts';
import { verdictEvidence } from './verdict-evidence.ts';
import { frameOf, openState } from './watch-state.ts';

vi.setConfig({ testTimeout: 60_000 });

type Day = (typeof days)[number];
type Told = Day['criteria'][number];

/** Numerical Recipes' linear congruential generator, as in `golden/make_days.py`. */
function lcg(seed: number): () => number {
  let state = seed;
  return () => {
    state = (1664525 * state + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

function draw(next: () => number, { kind, p }: Told, factor: number): Reading {
  const isBad = () => next() < (p ?? 0) * factor;
  switch (kind) {
    case 'rate':
      return rate(Array.from({ length: 10 }, isBad).filter(Boolean).length, 10);
    case 'bool':
      return { type: 'check', ok: !isBad() };
    case 'count':
      return count(isBad() ? 1 : 0);
    case 'latency':
      return latency(Math.floor((100 + 50 * (next() + next()) ** 2) * factor * 10) / 10);
    default:
      return gauge(Math.floor((40 + 10 * next()) * factor * 10) / 10);
  }
}

function criterionOf({ name, kind }: Told): Criterion {
  const measure = (kind === 'bool' ? 'check' : kind) as Measure;
  const { tolerance } = measureDefaults[measure];
  return criterion({ measure, name, ...(measure === 'check' ? {} : { tolerance }) });
}

/** All readings of one criterion: before the deploy, and after it. */
function readingsOf(day: Day, told: Told, next: () => number): readonly [Observation[], Observation[]] {
  const from = -day.hours * 240;
  const all = Array.from({ length: 5760 - from }, (_, i): Observation => {
    const tick = from + i;
    const isWorse = told.name === day.culprit && tick >= day.onset;
    const reading = draw(next, told, isWorse ? day.factor : 1);
    return { criterion: told.name, at: instant(deployedAt + tick * 15_000), seconds: 15, reading };
  });
  return [all.slice(0, -from), all.slice(-from)];
}

describe('with the numbers of the reference, a whole day through the engine ends as in the reference', () => {
  it.each(days)('$name', (day) => {
    const next = lcg(day.seed);
    const readings = day.criteria.map((told) => readingsOf(day, told, next));
    const rollback = { blocking: 1, critical: 2, integrity: 1 };
    const criteria = day.criteria.map(criterionOf);
    const frame = frameOf(
      { criteria, startedAt: deployedAt, settings: settingsFor(hours(24)), rollback },
      referenceTuning,
    );
    const state = openState(
      frame,
      readings.flatMap(([before]) => before),
    );
    const phi = state.criteria.map(({ tests }) => tests.map((test) => test.phi));

    let [noGoAt, goAt]: (number | null)[] = [null, null];
    let now = 0;
    while (now < 86_400 && noGoAt == null) {
      for (const [, after] of readings) observe(frame, state, after[now / 15] as Observation);
      now += 15;
      const { verdict } = lookAt(frame, state, now).decided;
      if (verdict === 'no-go') noGoAt = now;
      if (verdict === 'go' && now < 86_400) goAt ??= now;
    }
    const { verdict, certified } = lookAt(frame, state, now).decided;

    const want = day.expect;
    const words = { GO: 'go', 'NO-GO': 'no-go', UNDECIDED: 'undecided' } as const;
    expect({ noGoAt, goAt }).toEqual({ noGoAt: want.nogo_s, goAt: want.go_s });
    expect({ verdict, certified }).toEqual({
      verdict: words[want.final as keyof typeof words],
      certified: want.certified,
    });
    expect(state.criteria.find((of) => of.failed !== null)?.name ?? null).toBe(want.blamed);
    const evidence = verdictEvidence(frame, state, now);
    expect(Math.abs(evidence / want.E - 1)).toBeLessThanOrEqual(1e-9);
    for (const [i, tests] of want.phi.entries()) {
      for (const [j, expected] of tests.entries()) expect(phi[i]?.[j]).toBeCloseTo(expected, 9);
    }
  });
});
