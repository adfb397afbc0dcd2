import { zonedTime } from '@daywatch/shared/present/zoned-time.ts';
import { hours, type Instant, type Millis, plus } from '@daywatch/shared/vocabulary/time.ts';
import { instantOf, type WallTime, wallTimeAt } from '@daywatch/shared/vocabulary/time-zone.ts';
import type { Opening, WindowPlan } from '@daywatch/shared/vocabulary/window.ts';
import { openingAfter } from './openings.ts';

export interface ProposedWindow extends Opening {
  readonly because: string;
}

/** Time to find the fault, mend it, and see it work in staging. */
export const breathing: Millis = hours(24);
const day = 86_400_000;
/** A plan may be frozen for as long as it likes. */
const mostDays = 400;

/** When it could be tried again after a rollback at `after`; `undefined` when the plan leaves no time at all. */
export function nextWindow(window: WindowPlan, after: Instant): ProposedWindow | undefined {
  const from = plus(after, breathing);
  const { opens, timeZone } = window;
  const next = openingAfter(window, from);
  if (next !== undefined) {
    const because = `the first opening that is 24 h after the rollback (${zonedTime(after, timeZone)}, ${timeZone})`;
    return { ...next, because };
  }
  return opens.type === 'once' ? sameHourAgain(window, opens.at, from) : undefined;
}

/** The plan has one window only, and it is over: its hour of the day was chosen with care. */
function sameHourAgain(window: WindowPlan, once: Instant, from: Instant): ProposedWindow | undefined {
  const { timeZone, for: length, freezes } = window;
  const timeOfDay = wallTimeAt(once, timeZone) % day;
  const firstDay = Math.floor(wallTimeAt(from, timeZone) / day) * day;
  for (let days = 0; days < mostDays; days += 1) {
    const opensAt = instantOf((firstDay + days * day + timeOfDay) as WallTime, timeZone);
    const closesAt = plus(opensAt, length);
    const isFrozen = freezes.some(({ from: begins, until }) => begins < closesAt && opensAt < until);
    if (opensAt >= from && !isFrozen) {
      const because = `the plan's one window is over; this is the same hour, on the first day that is 24 h after the rollback and not frozen`;
      return { opensAt, closesAt, because };
    }
  }
  return undefined;
}
