import { hours } from '@daywatch/shared/vocabulary/time.ts';
import { formatValue } from '@daywatch/shared/vocabulary/units.ts';
import { type CriterionStory, tickSeconds } from '../../simulation/case.ts';
import { type Noise, rhythm } from '../../simulation/day.ts';
import { gaugeStory } from '../../simulation/families/gauge.ts';
import { latencyStory } from '../../simulation/families/latency.ts';
import { rateStory } from '../../simulation/families/rate.ts';
import { type Random, randomFrom } from '../../simulation/random.ts';

/** A day that is drawn: the same generators as in the simulation, with a seed of its own. */
export interface DrawnDay {
  readonly file: string;
  readonly title: string;
  readonly seed: number;
  readonly story: CriterionStory;
  /** Seconds after the deploy that the picture begins and ends with. */
  readonly from: number;
  readonly to: number;
  /** What really happened, and when; seconds after the deploy. */
  readonly truth?: { readonly at: number; readonly words: string };
  /** Seconds that one point of the line sums up. */
  readonly point: number;
  readonly unit: 's' | 'fraction' | 'none';
}

const hour = hours(1) / 1000;
const day = 1440;

const service = (random: Random, noise: Noise, beforeMinutes: number, perSecond: number, share: number) => ({
  perSecond,
  share,
  burst: 1,
  rhythm: rhythm(random, noise, beforeMinutes),
});

function noChange(seed: number): DrawnDay {
  const random = randomFrom(seed);
  return {
    file: 'no-change.svg',
    title: 'A deploy that changed nothing: GO within the hour, and it stays',
    seed,
    story: titled(rateStory(random, service(random, 'drift', 7 * day, 20, 0.005)), 'API error rate', 'fraction'),
    from: -6 * hour,
    to: 24 * hour,
    point: 600,
    unit: 'fraction',
  };
}

function atTheDeploy(seed: number): DrawnDay {
  const random = randomFrom(seed);
  const factor = 2;
  const change = () => factor;
  return {
    file: 'at-the-deploy.svg',
    title: 'Worse from the first minute: 0.5 % of errors become 1 %',
    seed,
    story: titled(
      rateStory(random, service(random, 'drift', day, 10, 0.005), { change }),
      'API error rate',
      'fraction',
    ),
    from: -1.5 * hour,
    to: 1.5 * hour,
    truth: { at: 0, words: `errors × ${factor}` },
    point: 120,
    unit: 'fraction',
  };
}

function atTwo(seed: number): DrawnDay {
  const random = randomFrom(seed);
  const onset = 4 * hour;
  const slower = (tick: number) => (tick * tickSeconds >= onset ? 1.35 : 1);
  const of = { shape: 'lognormal', perSecond: 2, rhythm: rhythm(random, 'ar.5', day, 0.1), slower } as const;
  return {
    file: 'at-two.svg',
    title: 'Well until 02:00, then a third slower: nobody is looking any more',
    seed,
    story: titled(latencyStory(random, of), 'POST /checkout p95', 's'),
    from: -4 * hour,
    to: 8 * hour,
    truth: { at: onset, words: 'times × 1.35' },
    point: 300,
    unit: 's',
  };
}

function leak(seed: number): DrawnDay {
  const random = randomFrom(seed);
  const hourly = 0.04;
  const factor = (tick: number) => 1 + (hourly * tick) / 240;
  return {
    file: 'leak.svg',
    title: 'A leak of 4 % an hour: found when it passes what is tolerated',
    seed,
    story: titled(gaugeStory(random, { minutes: day, sd: 0.06, rho: 0.9, factor }), 'Connections in use', 'none'),
    from: -6 * hour,
    to: 24 * hour,
    truth: { at: 0, words: 'the leak begins' },
    point: 600,
    unit: 'none',
  };
}

const titled = (story: CriterionStory, title: string, unit: 's' | 'fraction' | 'none'): CriterionStory => ({
  ...story,
  criterion: { ...story.criterion, title, unit, severity: 'blocking' },
});

export const shown = ({ unit }: DrawnDay, value: number): string => formatValue(value, unit);

export const drawnDays: readonly DrawnDay[] = [noChange(21), atTheDeploy(4), atTwo(7), leak(3)];
