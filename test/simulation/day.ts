import type { Random } from './random.ts';

/** How traffic and troubles swing, minute by minute, from the first minute of the baseline to a day after the deploy. */
export interface Rhythm {
  /** Minutes of baseline. */
  readonly before: number;
  /** What multiplies traffic, and what multiplies the bad rate (or the value). Index 0 is the first minute of the baseline. */
  readonly traffic: readonly number[];
  readonly trouble: readonly number[];
  /** How much the hours of one day differ in trouble, beyond chance: the worst over the mean. */
  readonly worstHour: number;
  /** Relative variance, and for how many minutes it holds on: what true burstiness is made of. */
  readonly wander: { readonly variance: number; readonly minutes: number };
}

export type Noise = 'iid' | 'ar.5' | 'ar.9' | 'drift' | 'slow-drift' | 'season';
export const noises: readonly Noise[] = ['iid', 'ar.5', 'ar.9', 'drift', 'slow-drift', 'season'];

/** Of the logarithm: how far it strays, and the share of it that is left after a minute. */
const wanders: Readonly<Record<Noise, { sd: number; rho: number }>> = {
  iid: { sd: 0, rho: 0 },
  'ar.5': { sd: 0.5, rho: 0.5 },
  'ar.9': { sd: 0.5, rho: 0.9 },
  drift: { sd: 0.1, rho: 0.98 },
  'slow-drift': { sd: 0.08, rho: 0.996 },
  season: { sd: 0, rho: 0 },
};
const minutesPerDay = 1440;

/** `scale` makes the wandering smaller for measures where half as much again would be an incident. */
export function rhythm(random: Random, noise: Noise, beforeMinutes: number, scale = 1): Rhythm {
  const { rho, sd: full } = wanders[noise];
  const sd = full * scale;
  const length = beforeMinutes + minutesPerDay;
  const swings = noise === 'season' || random.uniform() < 0.25;
  const swing = swings ? 0.3 + 0.3 * random.uniform() : 0;
  const troubleSwing = swings && random.uniform() < 0.5 ? 0.2 * scale : 0;
  const quietWeekend = swings && random.uniform() < 0.5;
  const phase = random.uniform();
  const weekday = random.below(7);
  const traffic = new Array<number>(length);
  const trouble = new Array<number>(length);
  let x = random.normal();
  const step = Math.sqrt(1 - rho * rho);
  for (let minute = 0; minute < length; minute++) {
    const days = (minute - beforeMinutes) / minutesPerDay;
    const wave = Math.sin(2 * Math.PI * (days + phase));
    const isWeekend = quietWeekend && (Math.floor(days + phase) + weekday + 70) % 7 >= 5;
    traffic[minute] = (1 + swing * wave) * (isWeekend ? 0.5 : 1);
    if (sd > 0) x = rho * x + step * random.normal();
    trouble[minute] =
      Math.exp(sd * x - 0.5 * sd * sd) * (1 + troubleSwing * Math.sin(2 * Math.PI * (days + phase + 0.1)));
  }
  return {
    before: beforeMinutes,
    traffic,
    trouble,
    worstHour: 1 + troubleSwing,
    wander: { variance: Math.exp(sd * sd) - 1, minutes: (1 + rho) / (1 - rho) },
  };
}

export type Course = 'step' | 'ramp' | 'leak';
/** How much of the regression is there, `tick` ticks after the onset. */
export function progress(course: Course, ticks: number): number {
  if (ticks < 0) return 0;
  switch (course) {
    case 'step':
      return 1;
    case 'ramp':
      return Math.min(1, ticks / 480);
    case 'leak':
      return ticks / 1440;
  }
}

/** Seconds after the deploy at which a regression begins. */
export const onsetOf = (random: Random): number =>
  random.pick([0, 0, 0, 15 * random.below(240), 3600, 21_600, 21_600, 54_000, 15 * random.below(3600)]);

/** Minutes of baseline: half an hour to a week, mostly a day. */
export const baselineOf = (random: Random): number => random.pick([30, 60, 360, 1440, 1440, 1440, 1440, 4320, 10_080]);
