import { type Case, type CriterionStory, tickSeconds, ticksPerDay } from '../case.ts';
import { baselineOf, onsetOf } from '../day.ts';
import { knownOf, levelOf, toleranceWith } from '../difficulty.ts';
import { check, criterion, rate } from '../plan.ts';
import type { Random } from '../random.ts';

/** A probe that fails by chance: each failure alone, or in spells of some looks. */
export function checkStory(
  random: Random,
  {
    minutes,
    share,
    spell = 1,
    onset,
    later = share,
    name = 'health',
  }: { minutes: number; share: number; spell?: number; onset?: number; later?: number; name?: string },
): CriterionStory {
  let failing = false;
  const look = (p: number) => {
    // Two states whose long-run share of failures is p and whose spells last `spell` looks on average.
    failing =
      spell <= 1 || p >= 0.5
        ? random.uniform() < p
        : random.uniform() < (failing ? 1 - 1 / spell : p / (spell * (1 - p)));
    return check(!failing);
  };
  const minute = (p: number) => {
    const looks = [look(p), look(p), look(p), look(p)];
    return rate(looks.filter((reading) => reading.type === 'check' && !reading.ok).length, looks.length);
  };
  const start = onset === undefined ? ticksPerDay : onset / tickSeconds;
  return {
    criterion: criterion({ measure: 'check', name }),
    before: { seconds: 60, readings: Array.from({ length: minutes }, () => minute(share)) },
    after: {
      seconds: tickSeconds,
      readings: Array.from({ length: ticksPerDay }, (_, tick) => look(tick < start ? share : later)),
    },
  };
}

export function checkCase(random: Random): Omit<Case, 'id' | 'group'> {
  const minutes = baselineOf(random);
  const share = random.pick([0, 0, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05]);
  // A flaky look is retried by nobody: now and then two or three in a row fail.
  const spell = random.pick([1, 1, 1, 1.3, 2]);
  const told = `fails ${share} spell=${spell} baseline=${minutes / 60}h`;
  if (random.uniform() < 0.5) {
    return { note: told, truth: { type: 'no-change' }, stories: [checkStory(random, { minutes, share, spell })] };
  }
  const later = random.pick([0.03, 0.05, 0.08, 0.15, 0.3, 0.6, 1].filter((p) => p >= 1.6 * share));
  const onset = onsetOf(random);
  const accepted = Math.max(0.01, share * (1 + toleranceWith(minutes, 0.25, 1)));
  const level = levelOf({
    rate: later,
    accepted,
    unitsPerHour: 240,
    burstiness: later >= 0.5 ? 1 : 2 * spell - 1,
    hoursLeft: 24 - onset / 3600,
    law: 'binomial',
    ...knownOf(minutes, share * 4),
  });
  return {
    note: `${told} -> ${later}`,
    truth: { type: 'regression', onset, level },
    stories: [checkStory(random, { minutes, share, spell, onset, later })],
  };
}
