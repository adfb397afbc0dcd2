import { type Case, type CriterionStory, type Level, tickSeconds, ticksPerDay } from '../case.ts';
import { baselineOf, onsetOf } from '../day.ts';
import { toleranceWith } from '../difficulty.ts';
import { criterion, gauge } from '../plan.ts';
import type { Random } from '../random.ts';

interface Gauge {
  readonly minutes: number;
  /** Of what strays: its spread relative to the level, and the share of it that is left after one tick. */
  readonly sd: number;
  readonly rho: number;
  /** Daily swing, and a saw tooth (memory, garbage collection): both relative. */
  readonly swing?: number;
  readonly saw?: number;
  readonly factor?: (tick: number) => number;
  readonly name?: string;
}

export function gaugeStory(random: Random, of: Gauge): CriterionStory {
  const { minutes, sd, rho, swing = 0, saw = 0, factor = () => 1, name = 'level' } = of;
  const step = Math.sqrt(1 - rho * rho);
  const [phase, period] = [random.uniform(), 200 + random.below(800)];
  let x = random.normal();
  const read = (tick: number) => {
    x = rho * x + step * random.normal();
    const wave = swing * Math.sin(2 * Math.PI * (tick / ticksPerDay + phase));
    const tooth = saw * ((((tick % period) + period) % period) / period);
    return Math.max(0, 40 * (1 + sd * x + wave + tooth) * (tick < 0 ? 1 : factor(tick)));
  };
  const before = minutes * 4;
  return {
    criterion: criterion({ measure: 'gauge', name, tolerance: 0.2 }),
    before: {
      seconds: 60,
      readings: Array.from({ length: minutes }, (_, i) => {
        const tick = 4 * i - before;
        return { type: 'latency', values: [read(tick), read(tick + 1), read(tick + 2), read(tick + 3)] };
      }),
    },
    after: { seconds: tickSeconds, readings: Array.from({ length: ticksPerDay }, (_, tick) => gauge(read(tick))) },
  };
}

export function gaugeCase(random: Random): Omit<Case, 'id' | 'group'> {
  const minutes = baselineOf(random);
  const rho = random.pick([0, 0.5, 0.9, 0.9, 0.95, 0.99, 0.999]);
  const sd = random.pick(rho >= 0.99 ? [0.04, 0.08] : [0.05, 0.1, 0.3]);
  // A baseline that does not know the whole day cannot know its swing.
  const swing = minutes >= 1440 && random.uniform() < 0.25 ? 0.3 : 0;
  const saw = rho <= 0.9 && random.uniform() < 0.1 ? 0.6 : 0;
  const told = `rho=${rho} sd=${sd}${swing > 0 ? ' swing' : ''}${saw > 0 ? ' saw' : ''} baseline=${minutes / 60}h`;
  if (random.uniform() < 0.5) {
    return {
      note: told,
      truth: { type: 'no-change' },
      stories: [gaugeStory(random, { minutes, sd, rho, swing, saw })],
    };
  }
  const onset = onsetOf(random);
  const isLeak = random.uniform() < 0.25;
  const [factor, hourly] = [random.pick([1.3, 1.5, 1.7, 2, 2.5]), random.pick([0.03, 0.06, 0.12])];
  const start = onset / tickSeconds;
  const change = (tick: number) => (tick < start ? 1 : isLeak ? 1 + (hourly * (tick - start)) / 240 : factor);
  const hoursLeft = 24 - onset / 3600;
  const reached = isLeak ? 1 + (hourly * hoursLeft) / 2 : factor;
  return {
    note: `${told} ${isLeak ? `leak ${hourly}/h` : `x${factor}`}`,
    truth: { type: 'regression', onset, level: levelOfRise() },
    stories: [gaugeStory(random, { minutes, sd, rho, swing, saw, factor: change })],
  };

  /** By how many of its own spreads the level lies over what is accepted, and how many independent looks are left. */
  function levelOfRise(): Level {
    const accepted = (1 + swing + saw / 2) * (1 + toleranceWith(minutes, 0.2, 1));
    const over = (reached * (1 + saw / 2) - accepted) / Math.hypot(sd, 0.02);
    const looksPerHour = (240 * (1 - rho)) / (1 + rho);
    if (over <= 0) return 'hard';
    if (over >= 2 && looksPerHour * hoursLeft >= 40 && hoursLeft >= (isLeak ? 12 : 6) && looksPerHour >= 2)
      return 'must';
    return over >= 0.7 && looksPerHour * hoursLeft >= 40 ? 'should' : 'hard';
  }
}
