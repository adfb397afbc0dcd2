import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import { hours, type Instant, instant, minus, plus } from '@daywatch/shared/vocabulary/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store, StoredHour } from '../ports/store.ts';
import { sumUp } from './sum-up.ts';

const hour = hours(1);

/** The beginning of the hour that `time` lies in. */
export const hourOf = (time: Instant): Instant => instant(Math.floor(time / hour) * hour);

/** An hour is summed up when it has been over for one more: by then what waited for a store that was away has come. */
export const summedUpTo = (now: Instant): Instant => hourOf(minus(now, hour));

/**
 * One criterion's minutes from the hour `from` to before the hour `to`, both long over. Hours that nobody has summed
 * up yet are summed up now, and kept: the next one to ask reads little.
 */
export async function readMinutes(given: {
  readonly store: Pick<Store, 'hours' | 'saveHours' | 'observations'>;
  readonly environment: string;
  readonly criterion: string;
  readonly from: Instant;
  readonly to: Instant;
}): Promise<readonly Observation[]> {
  const { store, environment, criterion, from, to } = given;
  const kept = await store.hours({ environment, criterion, from, to });
  const made: StoredHour[] = [];
  for (const gap of gapsBetween(kept, from, to)) {
    const raw = await store.observations({ environment, criterion, ...gap });
    for (const [start, ofHour] of Map.groupBy(raw, ({ at }) => hourOf(at))) {
      made.push({ environment, criterion, hour: start, readings: sumUp(ofHour) });
    }
  }
  if (made.length > 0) await store.saveHours(made);
  return [...kept, ...made].sort((a, b) => a.hour - b.hour).flatMap(({ readings }) => readings);
}

/** Hours that are not kept, those next to each other together. */
function gapsBetween(kept: readonly StoredHour[], from: Instant, to: Instant) {
  const gaps: { readonly from: Instant; readonly to: Instant }[] = [];
  let next = from;
  for (const { hour: start } of [...kept, { hour: to }]) {
    if (start > next) gaps.push({ from: next, to: start });
    next = plus(start, hour);
  }
  return gaps;
}

/** Sums up each hour once it is long over, so that freezing a baseline finds its work done. */
export async function keepHours(given: {
  readonly store: Pick<Store, 'hours' | 'saveHours' | 'observations'>;
  readonly environment: string;
  readonly criteria: readonly string[];
  readonly clock: Clock;
  readonly signal: AbortSignal;
  onFault(cause: unknown): void;
}): Promise<void> {
  const { store, environment, criteria, clock, signal, onFault } = given;
  // After a longer absence, what is older is summed up when the next baseline is frozen.
  let from = minus(summedUpTo(clock.now()), hours(24));
  while (!signal.aborted) {
    const to = summedUpTo(clock.now());
    try {
      for (const criterion of to > from ? criteria : []) {
        if (signal.aborted) return;
        await readMinutes({ store, environment, criterion, from, to });
      }
      from = instant(Math.max(from, to));
    } catch (cause) {
      onFault(cause);
    }
    await clock.sleep(pauseUntilNext(clock.now()), signal);
  }
}

/** A few minutes past the hour, when what is scheduled on the hour is over. */
const pauseUntilNext = (now: Instant) => hours((hourOf(now) + hour * 1.1 - now) / hour);
