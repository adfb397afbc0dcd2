import type { WindowSuggestions } from '@daywatch/shared/api/window-views.ts';
import { sentence } from '@daywatch/shared/present/sentence.ts';
import { zonedSpan } from '@daywatch/shared/present/zoned-time.ts';
import { parseRfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import type { WindowState } from '@daywatch/shared/vocabulary/window.ts';
import type { Paint } from './terminal/paint.ts';

const tones = { open: 'good', closed: 'caution', frozen: 'bad' } as const;

/** Whether one may deploy now, and the next openings. */
export function windowLines(
  name: string,
  { state, because, next, timeZone }: WindowState,
  paint: Paint,
): readonly string[] {
  const openings = next.flatMap(({ opensAt, closesAt }) => {
    const [from, until] = [parseRfc3339(opensAt), parseRfc3339(closesAt)];
    return from === undefined || until === undefined ? [] : [`  ${zonedSpan({ from, until }, timeZone)}`];
  });
  return [
    `${paint.strong(name)}  ${paint[tones[state]](state)}`,
    `  ${sentence(because)}`,
    ...(openings.length === 0 ? [] : ['', paint.quiet(`  Next, by the clocks of ${timeZone}:`), ...openings]),
  ];
}

/** The quietest hours, how quiet they are, and what that rests on. */
export function suggestionLines(of: WindowSuggestions, paint: Paint): readonly string[] {
  const { suggestions, timeZone, days, measuredBy, usual } = of;
  const shares = suggestions.map(({ share }) => `${(share * 100).toFixed(share < 0.095 ? 1 : 0)} %`);
  const wide = Math.max(...shares.map(({ length }) => length));
  return [
    `${paint.strong(of.environment)}  the quietest times for a window of ${of.for}, by the clocks of ${timeZone}`,
    ...suggestions.map(
      ({ time, cron }, index) =>
        `  ${time}  ${(shares[index] ?? '').padStart(wide)} of the usual traffic  ${paint.quiet(`opens: "${cron}"`)}`,
    ),
    paint.quiet(
      `  From ${days} days, counted by "${measuredBy}": usually ${Number(usual.toPrecision(3))} requests a minute.`,
    ),
  ];
}
