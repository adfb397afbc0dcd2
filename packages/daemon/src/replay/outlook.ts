import { hours, type Instant, type Millis, millis, minus } from '@daywatch/shared/vocabulary/time.ts';
import { frameOf, openState } from '../engine/watch-state.ts';
import type { WatchSetup } from '../ports/engine.ts';
import { type Detected, detect } from './detection.ts';
import { countFalseAlarms, type FalseAlarms } from './false-alarms.ts';
import { countOutages, type Outages } from './outages.ts';
import { apart } from './pretended-deploys.ts';
import { outside, type Series, type Span, spanOf, within } from './series.ts';

/** What may be expected of one criterion after a deploy, from what it was like before. */
export interface CriterionOutlook {
  readonly name: string;
  /** What it usually is; undefined when there is nothing to compare with. */
  readonly usual?: number;
  /** How bursty its bad units are: 1 is as chance alone has it. Undefined when nothing is judged by statistics. */
  readonly phi?: number;
  readonly detected?: Detected;
  /** Why GO would come only at the end of the watch, if at all. */
  readonly uncertified?: string;
  /** Why it could not decide at all. */
  readonly cannotDecide?: string;
}

export interface Outlook {
  readonly history: Span;
  /** Of the pretended deploys. */
  readonly watch: Millis;
  readonly baseline: Millis;
  readonly criteria: readonly CriterionOutlook[];
  /** Of each check that may end a watch by rule. */
  readonly outages: readonly Outages[];
  /** Only from enough history; else the promise is all there is. */
  readonly falseAlarms?: FalseAlarms;
}

/** The daemon's baseline reaches this far back. */
const outlookReach: Millis = hours(7 * 24);
const day = hours(24);
const enoughWatches = 2;

export interface OutlookOrder {
  readonly watch: Omit<WatchSetup, 'startedAt'>;
  readonly series: Series;
  readonly now: Instant;
  readonly leaveOut: readonly Span[];
  /** The plan's watch, made as long as the history allows. */
  ofLength(length: Millis): Omit<WatchSetup, 'startedAt'>;
  readonly onDone?: (done: number, of: number) => void;
}

/** What to expect of the next deploy. Undefined when less than two hours are known. */
export function lookAhead({ watch, series, now, leaveOut, ofLength, onDone }: OutlookOrder): Outlook | undefined {
  const history = spanOf(series);
  if (history === undefined || history.to - history.from < hours(2)) return undefined;
  const there = history.to - history.from;
  const baseline = millis(Math.min(day, Math.floor(there / 2)));
  const length = millis(Math.min(watch.settings.for, there - baseline));
  const cut = { watch: ofLength(length), series, baseline, every: length, leaveOut };
  const alarms = countFalseAlarms(cut, onDone);
  const pretended = 'needed' in alarms ? [] : alarms.pretended;
  const deploys = pretended.map(({ at }) => at);
  const detected = deploys.length === 0 ? [] : detect({ ...cut, deploys, onset: millis(0) });
  const before = outside(within(series, { from: minus(now, outlookReach), to: now }), leaveOut);
  const { criteria } = openState(frameOf({ ...watch, startedAt: now }), before);
  const isMeasured = !('needed' in alarms) && length === watch.settings.for && apart(deploys, length) >= enoughWatches;
  return {
    history,
    watch: length,
    baseline,
    criteria: criteria.map(({ name, usual, tests, cannotDecide }): CriterionOutlook => {
      const found = detected.find((one) => one.name === name);
      const missing = pretended.filter(({ uncertified }) => uncertified.has(name));
      const because = missing.length * 2 > pretended.length ? missing.at(-1)?.uncertified.get(name) : undefined;
      return {
        name,
        ...(usual !== null && { usual }),
        ...(tests.length > 0 && found?.type !== 'fact' && { phi: Math.max(...tests.map(({ phi }) => phi)) }),
        ...(found && { detected: found }),
        ...(because !== undefined && { uncertified: because }),
        ...(cannotDecide !== null && { cannotDecide }),
      };
    }),
    outages: countOutages({ criteria: watch.criteria, series, leaveOut, watch: watch.settings.for }),
    ...(isMeasured && { falseAlarms: alarms }),
  };
}
