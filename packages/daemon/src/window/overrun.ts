import { zonedTime } from '@daywatch/shared/present/zoned-time.ts';
import { formatDuration, type Instant, plus } from '@daywatch/shared/vocabulary/time.ts';
import type { WindowPlan } from '@daywatch/shared/vocabulary/window.ts';
import { openingsFrom } from './openings.ts';

export interface Overrun {
  readonly what: 'expected' | 'window';
  readonly because: string;
}

/** What a deployment whose first step began at `startedAt`, and which still goes on, has run over. */
export function overrunsAt(window: WindowPlan, startedAt: Instant, now: Instant): readonly Overrun[] {
  const { expected, timeZone } = window;
  const found: Overrun[] = [];
  if (expected !== undefined && now > plus(startedAt, expected)) {
    const because = `the deployment takes longer than the ${formatDuration(expected)} that its plan expects; it began at ${zonedTime(startedAt, timeZone).slice(-5)} (${timeZone})`;
    found.push({ what: 'expected', because });
  }
  const opening = openingsFrom(window, startedAt).next().value;
  // One that began outside of the window was let through by somebody, and has nothing to run over.
  if (opening !== undefined && opening.opensAt <= startedAt && now >= opening.closesAt) {
    const closed = zonedTime(opening.closesAt, timeZone).slice(-5);
    found.push({
      what: 'window',
      because: `the window closed at ${closed} (${timeZone}) and the deployment is not over`,
    });
  }
  return found;
}
