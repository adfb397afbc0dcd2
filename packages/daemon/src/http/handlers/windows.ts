import type { WindowSuggestions } from '@daywatch/shared/api/window-views.ts';
import { formatDuration, hours, type Instant, minus, plus, rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import { isTimeZone } from '@daywatch/shared/vocabulary/time-zone.ts';
import type { EnvironmentState } from '../../feed.ts';
import { keepReadingsFor } from '../../keep-readings-for.ts';
import { hourOf } from '../../monitor/hour-keeper.ts';
import type { Store } from '../../ports/store.ts';
import { type MeasuredHour, quietest } from '../../window/quietest.ts';
import type { Handlers } from '../handler.ts';
import { measuredHours } from '../measured-hours.ts';
import type { HttpParts } from '../parts.ts';

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const usualLength = hours(1);

/** When it would be good to deploy. */
export function windows({
  feed,
  store,
  clock,
}: Pick<HttpParts, 'feed' | 'store' | 'clock'>): Pick<Handlers, 'suggestWindow'> {
  return {
    async suggestWindow({ parameters: { environment }, query }) {
      const state = feed.current(environment);
      if (state === undefined)
        return { refused: { code: 'unknown-environment', detail: `There is no environment ${environment}.` } };
      const { window } = state.plan;
      const timeZone = query['time-zone'] ?? window?.timeZone ?? 'UTC';
      if (!isTimeZone(timeZone)) {
        const detail = `There is no time zone ${timeZone}.`;
        return { refused: { code: 'request-invalid', detail, hint: 'Write it like Europe/Berlin, or UTC.' } };
      }
      const length = query.for ?? window?.for ?? usualLength;
      const counted = await busiest(store, state, clock.now());
      if (counted === undefined) {
        if (state.plan.watch.criteria.some(({ measure }) => measure === 'rate' || measure === 'latency')) {
          const detail = `Nothing of the traffic of ${environment} has been measured yet.`;
          return { refused: { code: 'too-little-known', detail, hint: 'Daywatch measures on, deployment or not.' } };
        }
        const detail = `Nobody counts the requests of ${environment}, so nothing is known of its traffic.`;
        const hint = 'A criterion with `rate` or `latency` over what users ask for counts them.';
        return { refused: { code: 'too-little-known', detail, hint } };
      }
      const found = quietest(counted.hours, { timeZone, length });
      if (found.type === 'too-little') {
        const detail = `No quiet hour of ${environment} can be told: ${found.because} (counted by "${counted.criterion}").`;
        return { refused: { code: 'too-little-known', detail, hint: 'Daywatch measures on, deployment or not.' } };
      }
      const [first, last] = [counted.hours[0]?.hour, counted.hours.at(-1)?.hour];
      if (first === undefined || last === undefined) throw new Error('days were found in no hours');
      const value: WindowSuggestions = {
        environment,
        timeZone,
        for: formatDuration(length),
        measuredBy: counted.criterion,
        days: found.days,
        from: rfc3339(first),
        until: rfc3339(plus(last, hours(1))),
        usual: found.usual,
        suggestions: found.times.map(({ weekday, hour, perMinute, share }) => ({
          cron: `0 ${hour} * * ${(days[weekday] ?? '').toUpperCase()}`,
          time: `${days[weekday]} ${String(hour).padStart(2, '0')}:00`,
          perMinute,
          share,
        })),
      };
      return { value };
    },
  };
}

/** The criterion that counts most requests: others count a part of them, or the same ones again. */
async function busiest(
  store: Pick<Store, 'hours'>,
  { name, plan }: EnvironmentState,
  now: Instant,
): Promise<{ readonly criterion: string; readonly hours: readonly MeasuredHour[] } | undefined> {
  const rates = plan.watch.criteria.filter(({ measure }) => measure === 'rate');
  const counting = rates.length > 0 ? rates : plan.watch.criteria.filter(({ measure }) => measure === 'latency');
  let most: { readonly criterion: string; readonly hours: readonly MeasuredHour[]; readonly total: number } | undefined;
  for (const { name: criterion } of counting) {
    const asked = { environment: name, criterion, from: hourOf(minus(now, keepReadingsFor)), to: hourOf(now) };
    const measured = measuredHours(await store.hours(asked));
    const total = measured.reduce((sum, { perMinute }) => sum + perMinute, 0);
    if (measured.length > 0 && (most === undefined || total > most.total)) most = { criterion, hours: measured, total };
  }
  return most;
}
