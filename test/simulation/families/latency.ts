import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { seconds as inMillis } from '@daywatch/shared/vocabulary/time.ts';
import { type Case, type CriterionStory, tickSeconds, ticksPerDay } from '../case.ts';
import { baselineOf, type Course, noises, onsetOf, progress, type Rhythm, rhythm } from '../day.ts';
import { knownOf, levelOf, normalTail, toleranceWith } from '../difficulty.ts';
import { criterion, latency } from '../plan.ts';
import type { Random } from '../random.ts';

export type Shape = 'lognormal' | 'pareto' | 'bimodal';
const median = 0.12;
const spread = 0.5;
const bounds = [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2.5, 5, 10];

const draw = (random: Random, shape: Shape): number => {
  switch (shape) {
    case 'lognormal':
      return median * Math.exp(spread * random.normal());
    case 'pareto':
      return 0.1 * (1 - random.uniform()) ** (-1 / 2.5);
    case 'bimodal':
      return (random.uniform() < 0.7 ? 0.11 : 0.45) * Math.exp(0.25 * random.normal());
  }
};
/** The share of values over `value`. */
function tail(shape: Shape, value: number): number {
  switch (shape) {
    case 'lognormal':
      return normalTail(Math.log(value / median) / spread);
    case 'pareto':
      return Math.min(1, (value / 0.1) ** -2.5);
    case 'bimodal':
      return 0.7 * normalTail(Math.log(value / 0.11) / 0.25) + 0.3 * normalTail(Math.log(value / 0.45) / 0.25);
  }
}
const quantileOf = (shape: Shape, level: number): number => {
  let [low, high] = [1e-3, 1e3];
  for (let step = 0; step < 60; step++) {
    const middle = Math.sqrt(low * high);
    if (tail(shape, middle) > 1 - level) low = middle;
    else high = middle;
  }
  return high;
};

interface Times {
  readonly shape: Shape;
  /** Undefined: one probe a tick. Else a histogram of so many requests a second, minute by minute. */
  readonly perSecond?: number;
  readonly rhythm: Rhythm;
  /** So many times slower, `tick` ticks after the deploy; for `share` of the requests. */
  readonly slower?: (tick: number) => number;
  readonly share?: number;
  /** Probes that ran into their timeout of 10 s, before and after. */
  readonly timeouts?: number;
  readonly name?: string;
}

export function latencyStory(random: Random, of: Times): CriterionStory {
  const { shape, perSecond, rhythm: days, slower = () => 1, share = 1, timeouts = 0, name = 'latency' } = of;
  const probe = (minute: number, factor: number): number => {
    if (timeouts > 0 && random.uniform() < timeouts) return 10;
    const slowed = factor !== 1 && (share >= 1 || random.uniform() < share) ? factor : 1;
    return draw(random, shape) * (days.trouble[minute] ?? 1) * slowed;
  };
  const buckets = (minute: number, factor: number): Reading => {
    const scale = days.trouble[minute] ?? 1;
    const over = (bound: number) =>
      (1 - share) * tail(shape, bound / scale) + share * tail(shape, bound / scale / factor);
    let left = random.poisson((perSecond ?? 1) * 60 * (days.traffic[minute] ?? 1));
    let above = 1;
    const counts = bounds.map((bound) => {
      const beyond = over(bound);
      const here = random.binomial(left, above > 0 ? Math.min(1, Math.max(0, 1 - beyond / above)) : 1);
      left -= here;
      above = beyond;
      return here;
    });
    return { type: 'histogram', bounds, counts: [...counts, left] };
  };
  const read = (minute: number, factor: number) =>
    perSecond === undefined ? latency(probe(minute, factor)) : buckets(minute, factor);
  const minuteBefore = (minute: number) =>
    perSecond === undefined ? latency(...Array.from({ length: 4 }, () => probe(minute, 1))) : buckets(minute, 1);
  const seconds = perSecond === undefined ? tickSeconds : 60;
  const perMinute = 60 / seconds;
  const ticks = (ticksPerDay * tickSeconds) / seconds;
  return {
    criterion: criterion({ measure: 'latency', name, tolerance: 0.1, every: inMillis(seconds) }),
    before: { seconds: 60, readings: Array.from({ length: days.before }, (_, minute) => minuteBefore(minute)) },
    after: {
      seconds,
      readings: Array.from({ length: ticks }, (_, i) => {
        const tick = (i * seconds) / tickSeconds;
        return read(days.before + Math.floor(i / perMinute), slower(tick));
      }),
    },
  };
}

export function latencyCase(random: Random): Omit<Case, 'id' | 'group'> {
  const noise = random.pick(noises);
  const shape = random.pick<Shape>(['lognormal', 'lognormal', 'pareto', 'bimodal']);
  const isHistogram = random.uniform() < 0.35;
  const perSecond = random.pick([0.3, 1, 10, 100]);
  const minutes = baselineOf(random);
  // Times wander less than error rates do: a third of it is already 15 %.
  const days = rhythm(random, noise, minutes, noise === 'drift' || noise === 'slow-drift' ? 0.7 : 0.4);
  const timeouts = !isHistogram && random.uniform() < 0.08 ? 0.01 : 0;
  const common = { shape, rhythm: days, timeouts, ...(isHistogram ? { perSecond } : {}) };
  const told = `${isHistogram ? `histogram ${perSecond}/s` : 'probe'} ${shape} ${noise}${timeouts > 0 ? ' 1% timeouts' : ''} baseline=${minutes / 60}h`;
  if (random.uniform() < 0.5) {
    return { note: told, truth: { type: 'no-change' }, stories: [latencyStory(random, common)] };
  }
  const factor = random.pick([1.2, 1.4, 1.6, 1.6, 2, 2.5, 2.5, 5]);
  const share = factor >= 5 ? 0.15 : 1;
  const course = random.pick<Course>(['step', 'step', 'step', 'step', 'ramp']);
  const onset = onsetOf(random);
  const unitsPerHour = isHistogram ? perSecond * 3600 : 240;
  const best = [0.5, 0.95].map((level) => {
    const accepted = quantileOf(shape, level) * days.worstHour * (1 + toleranceWith(minutes, 0.1, 0.5));
    const rate = (1 - share) * tail(shape, accepted) + share * tail(shape, accepted / factor);
    const wandering = (1 - level) * (unitsPerHour / 60) * days.wander.variance * days.wander.minutes;
    // A test that a minute's wander moves from one side to the other: how much of it shows depends on the slope there.
    return levelOf({
      rate,
      accepted: 1 - level,
      unitsPerHour,
      burstiness: 1 + wandering * slopeAt(shape, level) ** 2,
      hoursLeft: 24 - onset / 3600 - (course === 'ramp' ? 2 : 0),
      law: 'binomial',
      ...knownOf(minutes, ((1 - level) * unitsPerHour) / 60),
    });
  });
  const level = best.includes('must') ? 'must' : best.includes('should') ? 'should' : 'hard';
  return {
    note: `${told} x${factor}${share < 1 ? ' for 15 %' : ''} ${course}`,
    truth: { type: 'regression', onset, level },
    stories: [
      latencyStory(random, {
        ...common,
        share,
        slower: (tick) => 1 + (factor - 1) * progress(course, tick - onset / tickSeconds),
      }),
    ],
  };
}

/** By how much the share over the quantile changes, relative to itself, when everything is a little slower. */
function slopeAt(shape: Shape, level: number): number {
  const at = quantileOf(shape, level);
  return (tail(shape, at / 1.05) / tail(shape, at) - 1) / 0.05;
}
