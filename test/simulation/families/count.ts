import { type Case, type CriterionStory, tickSeconds, ticksPerDay } from '../case.ts';
import { baselineOf, noises, onsetOf, type Rhythm, rhythm } from '../day.ts';
import { knownOf, levelOf, toleranceWith } from '../difficulty.ts';
import { count, criterion } from '../plan.ts';
import type { Random } from '../random.ts';

interface Events {
  readonly perHour: number;
  /** Events that come together, on average. */
  readonly burst: number;
  readonly rhythm: Rhythm;
  /** From this many seconds after the deploy on, so many events an hour. */
  readonly onset?: number;
  readonly later?: number;
  /** Minute of the day at which a job logs so many events, every day. */
  readonly job?: { readonly minute: number; readonly events: number };
  readonly name?: string;
}

export function countStory(random: Random, of: Events): CriterionStory {
  const { perHour, burst, rhythm: days, onset = Number.POSITIVE_INFINITY, later = perHour, job, name = 'events' } = of;
  const draw = (minute: number, seconds: number, hourly: number) => {
    const mean = ((hourly * seconds) / 3600) * (days.trouble[minute] ?? 1);
    let events = 0;
    // Each burst is geometric with mean `burst`, so the variance is (2 burst - 1) times the mean.
    for (let bursts = random.poisson(mean / burst); bursts > 0; bursts--) {
      events += burst <= 1 ? 1 : Math.max(1, Math.ceil(Math.log(1 - random.uniform()) / Math.log(1 - 1 / burst)));
    }
    const timeOfDay = (((minute - days.before) % 1440) + 1440) % 1440;
    if (job !== undefined && timeOfDay >= job.minute && timeOfDay < job.minute + 10)
      events += random.poisson((job.events * seconds) / 600);
    return count(events);
  };
  return {
    criterion: criterion({ measure: 'count', name, tolerance: 0.25 }),
    before: { seconds: 60, readings: Array.from({ length: days.before }, (_, minute) => draw(minute, 60, perHour)) },
    after: {
      seconds: tickSeconds,
      readings: Array.from({ length: ticksPerDay }, (_, tick) =>
        draw(days.before + Math.floor(tick / 4), tickSeconds, tick * tickSeconds >= onset ? later : perHour),
      ),
    },
  };
}

export function countCase(random: Random): Omit<Case, 'id' | 'group'> {
  const minutes = baselineOf(random);
  const perHour = random.pick([0, 0.2, 0.5, 1, 2, 6, 10, 20, 60]);
  const burst = random.pick([1, 1, 1, 2, 4]);
  const noise = random.pick(noises);
  const days = rhythm(random, noise, minutes);
  const told = `${noise} ${perHour}/h burst=${burst} baseline=${minutes / 60}h`;
  const sort = random.uniform();
  if (sort < 0.5) {
    // A job that runs every night is in a baseline of a day or more, or nobody can know it.
    const hasJob = minutes >= 1440 && random.uniform() < 0.08;
    const job = hasJob ? { job: { minute: 15 * random.below(90), events: 60 } } : {};
    return {
      note: hasJob ? `nightly job: ${told}` : told,
      truth: { type: 'no-change' },
      stories: [countStory(random, { perHour, burst, rhythm: days, ...job })],
    };
  }
  const later =
    perHour >= 1 && random.uniform() < 0.7
      ? perHour * random.pick([1.6, 2, 3, 5, 10])
      : perHour + random.pick([3, 6, 10, 30]);
  const onset = onsetOf(random);
  const tolerated = days.worstHour * (1 + toleranceWith(minutes, 0.25, 1));
  const accepted = Math.max(1 / 60, (perHour / 60) * tolerated);
  const level = levelOf({
    rate: later / 60,
    accepted,
    unitsPerHour: 60,
    burstiness: 2 * burst - 1 + accepted * days.wander.variance * days.wander.minutes,
    hoursLeft: 24 - onset / 3600,
    law: 'poisson',
    ...knownOf(minutes, perHour / 60),
  });
  return {
    note: `${told} -> ${later}/h`,
    truth: { type: 'regression', onset, level },
    stories: [countStory(random, { perHour, burst, rhythm: days, onset, later })],
  };
}
