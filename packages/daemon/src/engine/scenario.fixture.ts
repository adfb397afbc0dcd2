import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Observation, Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { hours, type Instant, instant, type Millis, minutes, plus, seconds } from '@daywatch/shared/vocabulary/time.ts';
import type { Assessment, Judgement } from '@daywatch/shared/vocabulary/verdict.ts';
import type { Watch, WatchSetup } from '../ports/engine.ts';
import { beginWatch } from './watch.ts';

/** Builders for the engine's own tests: criteria, readings, and a watch that is fed reading by reading. */

export const deployedAt: Instant = instant(Date.parse('2026-12-01T22:00:00Z'));

export const criterion = (of: Partial<Criterion> & Pick<Criterion, 'measure'>): Criterion => ({
  name: of.measure,
  title: of.name ?? of.measure,
  severity: 'critical',
  integrity: false,
  source: 'somewhere',
  query: null,
  worse: 'higher',
  unit: { rate: 'fraction', check: 'fraction', latency: 's', count: 'per-minute', gauge: 'none' }[of.measure] as 'none',
  every: seconds(15),
  timeout: seconds(10),
  noData: 'blind',
  dryRun: false,
  strict: false,
  confirm: 2,
  ...of,
});

export const rate = (bad: number, total: number): Reading => ({ type: 'rate', bad, total });
export const check = (ok: boolean): Reading => (ok ? { type: 'check', ok } : { type: 'check', ok, because: '503' });
export const gauge = (value: number): Reading => ({ type: 'gauge', value });
export const count = (n: number): Reading => ({ type: 'count', count: n });
export const latency = (...values: number[]): Reading => ({ type: 'latency', values });
export const absent: Reading = { type: 'absent', because: 'no rows' };
export const error: Reading = { type: 'error', because: 'timeout after 10 s' };

/** What a criterion reads in its n-th interval, counted from the deploy; undefined is a reading that never came. */
export type Story = (tick: number) => Reading | undefined;
export const always =
  (reading: Reading): Story =>
  () =>
    reading;

export interface Told {
  readonly watch: Watch;
  readonly setup: WatchSetup;
  /** Feeds everything up to this long after the deploy, and asks what is to be said then. */
  until(span: Millis): Assessment;
  judgement(name: string): Judgement;
  /** All readings from the deploy on. */
  told(span: Millis): readonly Observation[];
}

interface Scenario {
  readonly criteria: readonly Criterion[];
  /** By name of the criterion. */
  readonly before?: Readonly<Record<string, Story>>;
  readonly after: Readonly<Record<string, Story>>;
  readonly baseline?: Millis;
  readonly settings?: Partial<WatchSetup['settings']>;
  readonly rollback?: WatchSetup['rollback'];
}

/** The settings of a plan that says nothing but `for`. */
export function settingsFor(length: Millis, changes: Partial<WatchSetup['settings']> = {}): WatchSetup['settings'] {
  return {
    for: length,
    every: seconds(15),
    settle: Math.min(seconds(120), length / 20) as Millis,
    earliestGo: Math.min(minutes(30), length / 4) as Millis,
    atMost: (2 * length) as Millis,
    ...changes,
  };
}

export function tell({ criteria, before = {}, after, baseline = hours(24), settings, rollback }: Scenario): Told {
  const setup: WatchSetup = {
    criteria,
    startedAt: deployedAt,
    settings: settingsFor(settings?.for ?? hours(24), settings),
    rollback: rollback ?? { blocking: 1, critical: 2, integrity: 1 },
  };
  const watch = beginWatch(
    setup,
    readings(
      criteria,
      before,
      (every) => -Math.floor(baseline / every),
      () => 0,
    ),
  );
  let fed = 0;
  let last: Assessment | undefined;
  return {
    watch,
    setup,
    until(span) {
      const from = fed;
      fed = span;
      const due = readings(
        criteria,
        after,
        (every) => Math.floor(from / every),
        (every) => Math.floor(span / every),
      );
      for (const observation of due) watch.observe(observation);
      last = watch.assess(plus(deployedAt, span));
      return last;
    },
    told: (span) =>
      readings(
        criteria,
        after,
        () => 0,
        (every) => Math.floor(span / every),
      ),
    judgement(name) {
      const found = last?.judgements.find((judgement) => judgement.name === name);
      if (found === undefined) throw new Error(`no judgement of ${name}`);
      return found;
    },
  };
}

/** All readings of the ticks in [from, to), in order of time. */
export function readings(
  criteria: readonly Criterion[],
  stories: Readonly<Record<string, Story>>,
  from: (every: Millis) => number,
  to: (every: Millis) => number,
): Observation[] {
  const all = criteria.flatMap(({ name, every }) => {
    const story = stories[name];
    const found: Observation[] = [];
    for (let tick = from(every); story !== undefined && tick < to(every); tick++) {
      const reading = story(tick);
      const at = instant(deployedAt + tick * every);
      if (reading !== undefined) found.push({ criterion: name, at, seconds: every / 1000, reading });
    }
    return found;
  });
  return all.sort((a, b) => a.at - b.at);
}

/** Numbers from 0 to 1 that look random and never change: mulberry32. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
