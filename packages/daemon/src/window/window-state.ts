import { zonedSpan, zonedTime } from '@daywatch/shared/present/zoned-time.ts';
import { type Instant, rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import type { Opening, WindowPlan, WindowState } from '@daywatch/shared/vocabulary/window.ts';
import { freezeAt, openingsFrom } from './openings.ts';

const shown = 5;

/** Whether one may deploy now, until when, and when next. */
export function windowStateAt(window: WindowPlan, now: Instant): WindowState {
  const { timeZone, freezes } = window;
  const found = take(openingsFrom(window, now), shown + 1);
  const current = found.find(({ opensAt }) => opensAt <= now);
  const next = found.filter(({ opensAt }) => opensAt > now).slice(0, shown);
  const facts = { timeZone, next: next.map(told) };
  if (current !== undefined) {
    const because = `the window is open until ${zonedTime(current.closesAt, timeZone)} (${timeZone})`;
    return { state: 'open', ...told(current), because, ...facts };
  }
  const [first] = next;
  const then = first === undefined ? undefined : told(first);
  const frozen = freezeAt(freezes, now);
  if (frozen !== undefined) {
    const why = frozen.because === undefined ? '' : ` (${frozen.because})`;
    const span = zonedSpan(frozen, timeZone);
    return {
      state: 'frozen',
      ...then,
      because: `nobody deploys from ${span}${why}; ${opens(window, first)}`,
      ...facts,
    };
  }
  return { state: 'closed', ...then, because: `the window is closed; ${opens(window, first)}`, ...facts };
}

function opens({ timeZone, opens: how, for: length }: WindowPlan, first: Opening | undefined): string {
  if (first !== undefined) {
    const { opensAt, closesAt } = first;
    return `it opens next on ${zonedSpan({ from: opensAt, until: closesAt }, timeZone)} (${timeZone})`;
  }
  if (how.type === 'recurring') return 'it does not open any more';
  const until = (how.at + length) as Instant;
  return `it was open once, ${zonedSpan({ from: how.at, until }, timeZone)} (${timeZone}), and no other one is planned`;
}

const told = ({ opensAt, closesAt }: Opening) => ({ opensAt: rfc3339(opensAt), closesAt: rfc3339(closesAt) });

function take<T>(from: Generator<T, void>, most: number): readonly T[] {
  const taken: T[] = [];
  for (const one of from) {
    taken.push(one);
    if (taken.length === most) break;
  }
  return taken;
}
