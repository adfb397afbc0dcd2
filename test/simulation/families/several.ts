import type { Case, CriterionStory, Truth } from '../case.ts';
import { onsetOf, rhythm } from '../day.ts';
import type { Random } from '../random.ts';
import { checkStory } from './check.ts';
import { countStory } from './count.ts';
import { gaugeStory } from './gauge.ts';
import { latencyStory } from './latency.ts';
import { rateStory } from './rate.ts';

const noises = ['iid', 'ar.5', 'ar.9', 'season'] as const;

/** A whole plan of 3 to 12 criteria, of which at most one gets worse: clearly. */
export function severalCase(random: Random): Omit<Case, 'id' | 'group'> {
  const m = random.pick([3, 3, 4, 4, 5, 6, 8, 12]);
  const minutes = random.pick([360, 1440, 1440, 4320, 10_080]);
  const broken = random.uniform() < 0.5 ? random.below(m) : undefined;
  const onset = onsetOf(random);
  const stories = Array.from({ length: m }, (_, i) => storyOf(i, i === broken));
  const culprit = broken === undefined ? undefined : stories[broken]?.criterion.name;
  // With 6 hours and more left; known nights need a day of baseline.
  const level = onset <= 64_800 && minutes >= 1440 ? 'must' : 'should';
  const truth: Truth = culprit === undefined ? { type: 'no-change' } : { type: 'regression', onset, level, culprit };
  return {
    note: `${m} criteria baseline=${minutes / 60}h${culprit === undefined ? '' : ` only ${culprit}`}`,
    truth,
    stories,
  };

  function storyOf(i: number, isWorse: boolean): CriterionStory {
    const noise = random.pick(noises);
    const start = onset / 15;
    const since = (tick: number) => isWorse && tick >= start;
    switch (i % 5) {
      case 0: {
        const service = {
          perSecond: random.pick([3, 30, 300]),
          share: 0.005,
          burst: 1,
          rhythm: rhythm(random, noise, minutes),
        };
        return rateStory(random, service, { name: `errors-${i}`, change: (tick) => (since(tick) ? 6 : 1) });
      }
      case 1: {
        const isHistogram = random.uniform() < 0.5;
        return latencyStory(random, {
          name: `latency-${i}`,
          shape: random.pick(['lognormal', 'pareto', 'bimodal'] as const),
          rhythm: rhythm(random, noise, minutes, 0.4),
          slower: (tick) => (since(tick) ? 2.5 : 1),
          ...(isHistogram ? { perSecond: random.pick([1, 10]) } : {}),
        });
      }
      case 2: {
        const perHour = random.pick([0.5, 1, 6]);
        const days = rhythm(random, noise, minutes, 0.5);
        const events = { name: `events-${i}`, perHour, burst: 1, rhythm: days };
        return countStory(random, isWorse ? { ...events, onset, later: perHour * 6 + 20 } : events);
      }
      case 3: {
        const looks = { name: `health-${i}`, minutes, share: random.pick([0, 0.001, 0.005]) };
        return checkStory(random, isWorse ? { ...looks, onset, later: 0.3 } : looks);
      }
      default:
        return gaugeStory(random, {
          name: `level-${i}`,
          minutes,
          sd: 0.1,
          rho: random.pick([0.5, 0.9, 0.95]),
          factor: (tick) => (since(tick) ? (minutes >= 1440 ? 2 : 3) : 1),
        });
    }
  }
}
