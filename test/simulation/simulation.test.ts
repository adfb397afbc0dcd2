import { describe, expect, it, vi } from 'vitest';
import { defaultTuning, referenceTuning } from '../../packages/daemon/src/engine/tuning.ts';
import type { Case } from './case.ts';
import { caseOf, families } from './families/families.ts';
import { type Outcome, play } from './play.ts';
import { isFalseAlarm, tally } from './tally.ts';

vi.setConfig({ testTimeout: 120_000 });

/** A short form of `run.ts`: the same days every time. */
const seed = 2026;
const days: Readonly<Record<string, number>> = { rate: 30, check: 30, count: 24, latency: 14, gauge: 14, several: 4 };

interface Played {
  readonly of: Case;
  readonly reference: Outcome;
  readonly daywatch: Outcome;
}

describe.each(Object.keys(families))('days of the family %s', (family) => {
  const played = Array.from({ length: days[family] ?? 10 }, (_, n): Played => {
    const of = caseOf(family, seed, n);
    return { of, reference: play(of, referenceTuning), daywatch: play(of, defaultTuning) };
  });
  const rowOf = (engine: 'reference' | 'daywatch') =>
    tally(played.map(({ of, [engine]: outcome }) => ({ of, outcome })));

  it('raise no false alarm where nothing changed, or nothing yet', () => {
    const wrong = played.filter(({ of, daywatch }) => isFalseAlarm({ of, outcome: daywatch }));
    expect(wrong.map(({ of }) => `${of.id} ${of.note}`)).toEqual([]);
  });

  it('are never GO in the end when a clear regression was there', () => {
    expect(rowOf('daywatch').falseGo).toBe(0);
  });

  it('hide no regression that the reference finds', () => {
    const found = (outcome: Outcome) => outcome.noGoAt !== null;
    const missed = played.filter(
      ({ of, reference, daywatch }) => of.truth.type === 'regression' && found(reference) && !found(daywatch),
    );
    expect(missed.map(({ of }) => `${of.id} ${of.note}`)).toEqual([]);
    expect(rowOf('daywatch').found.must.found).toBe(rowOf('daywatch').found.must.of);
  });
});

it('a day is the same whenever it is drawn', () => {
  expect(caseOf('rate', seed, 3)).toEqual(caseOf('rate', seed, 3));
  expect(caseOf('rate', seed, 3).note).not.toBe(caseOf('rate', seed + 1, 3).note);
});
