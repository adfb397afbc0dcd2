import { type Case, type CriterionStory, type Truth, tickSeconds, ticksPerDay } from '../case.ts';
import { baselineOf, type Course, noises, onsetOf, progress, type Rhythm, rhythm } from '../day.ts';
import { knownOf, levelOf, toleranceWith } from '../difficulty.ts';
import { criterion, rate as rateReading } from '../plan.ts';
import type { Random } from '../random.ts';

const tolerance = 0.25;
const wide = 1;
const okBelow = 0.0002;

/** What one deploy does to the share of bad requests: `at` tick of the day after it, times the usual. */
type Change = (tick: number) => number;
const none: Change = () => 1;

interface Service {
  /** Requests a second, and the usual share of bad ones. */
  readonly perSecond: number;
  readonly share: number;
  /** Variance of the bad ones over what independent requests would have; 1 is independent. */
  readonly burst: number;
  readonly rhythm: Rhythm;
}

/** One criterion over one service: minutes before, ticks of 15 seconds after. `missing`: readings that never come. */
export function rateStory(
  random: Random,
  { perSecond, share, burst, rhythm }: Service,
  { change = none, missing = 0, name = 'errors' }: { change?: Change; missing?: number; name?: string } = {},
): CriterionStory {
  const draw = (minute: number, seconds: number, factor: number) => {
    const total = random.poisson(perSecond * seconds * (rhythm.traffic[minute] ?? 1));
    const p = Math.min(1, share * (rhythm.trouble[minute] ?? 1) * factor);
    if (burst <= 1 || p >= 1) return rateReading(random.binomial(total, p), total);
    // Negative binomial: a gamma-mixed Poisson whose variance is `burst` times its mean.
    const mean = total * p;
    return rateReading(Math.min(total, random.poisson((burst - 1) * random.gamma(mean / (burst - 1)))), total);
  };
  const come = () => missing === 0 || random.uniform() >= missing;
  return {
    criterion: criterion({ measure: 'rate', name, tolerance }),
    before: {
      seconds: 60,
      readings: Array.from({ length: rhythm.before }, (_, i) => (come() ? draw(i, 60, 1) : undefined)),
    },
    after: {
      seconds: tickSeconds,
      readings: Array.from({ length: ticksPerDay }, (_, tick) =>
        come() ? draw(rhythm.before + Math.floor(tick / 4), tickSeconds, change(tick)) : undefined,
      ),
    },
  };
}

export function drawService(random: Random, minutes = baselineOf(random)): Service & { readonly kind: string } {
  const noise = random.pick(noises);
  const bursty = random.uniform() < 0.15;
  return {
    kind: bursty ? `nb ${noise}` : noise,
    perSecond: random.pick([0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000]),
    share: random.pick([0.0005, 0.001, 0.005, 0.005, 0.02]),
    burst: bursty ? random.pick([2, 3, 6]) : 1,
    rhythm: rhythm(random, noise, minutes),
  };
}

export function rateCase(random: Random): Omit<Case, 'id' | 'group'> {
  const service = drawService(random);
  const { kind, perSecond, share, rhythm: days } = service;
  const told = `${kind} ${perSecond}/s p=${share} baseline=${days.before / 60}h`;
  const sort = random.uniform();
  if (sort < 0.06) return oddDay(random, service, told);
  if (sort < 0.5) {
    const missing = random.uniform() < 0.1 ? 0.03 : 0;
    return { note: told, truth: { type: 'no-change' }, stories: [rateStory(random, service, { missing })] };
  }
  const factor = random.pick([1.3, 1.6, 1.6, 2, 2, 3, 3, 5, 8, 10]);
  const course = random.pick<Course>(['step', 'step', 'step', 'step', 'step', 'ramp', 'leak']);
  const onset = onsetOf(random);
  const change: Change = (tick) => 1 + (factor - 1) * progress(course, tick - onset / tickSeconds);
  return {
    note: `${told} x${factor} ${course}`,
    truth: regression(service, factor, course, onset),
    stories: [rateStory(random, service, { change })],
  };
}

/** What is known of such a regression. What comes slowly counts from when all of it is there. */
export function regression(service: Service, factor: number, course: Course, onset: number): Truth {
  const { perSecond, share, burst, rhythm: days } = service;
  const accepted = Math.max(okBelow, share * days.worstHour * (1 + toleranceWith(days.before, tolerance, wide)));
  const burstiness = burst + accepted * perSecond * 60 * days.wander.variance * days.wander.minutes;
  const slow = course === 'step' ? 0 : course === 'ramp' ? 2 : 6;
  const hoursLeft = 24 - onset / 3600 - slow;
  const level = levelOf({
    rate: Math.min(1, share * factor),
    accepted: Math.min(1, accepted),
    unitsPerHour: perSecond * 3600,
    burstiness,
    hoursLeft,
    law: 'binomial',
    ...knownOf(days.before, share * perSecond * 60),
  });
  return { type: 'regression', onset, level };
}

/** Days that are not of one piece: a blip at the deploy, an incident that goes away, no error ever, an outage, a job. */
function oddDay(random: Random, service: Service, told: string): Omit<Case, 'id' | 'group'> {
  const odd = random.pick(['blip', 'transient', 'spotless', 'outage', 'recurring'] as const);
  const lively = { ...service, perSecond: Math.max(1, service.perSecond) };
  const onset = 15 * random.below(3600);
  const start = onset / tickSeconds;
  const told2 = `${odd}: ${told}`;
  const tell = (truth: Truth, change: Change, of: Service = lively) => ({
    note: told2,
    truth,
    stories: [rateStory(random, of, { change })],
  });
  switch (odd) {
    case 'blip':
      return tell({ type: 'no-change' }, (tick) => (tick < 6 ? 0.3 / service.share : 1));
    case 'transient':
      return tell({ type: 'transient', onset }, (tick) => (tick >= start && tick < start + 40 ? 15 : 1));
    case 'spotless':
      return tell({ type: 'no-change' }, none, { ...lively, share: 0 });
    case 'outage':
      return tell({ type: 'regression', onset, level: 'must' }, (tick) => (tick >= start ? 0.9 / service.share : 1));
    case 'recurring':
      return tell({ type: 'regression', onset, level: 'hard' }, (tick) =>
        tick >= start && (tick - start) % 120 < 12 ? 0.18 / service.share : 1,
      );
  }
}
