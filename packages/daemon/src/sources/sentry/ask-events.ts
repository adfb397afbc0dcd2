import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { type Instant, instant, type Millis, minus, rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import type { Clock } from '../../ports/clock.ts';
import type { Probe } from '../../ports/source.ts';
import type { Params, SentryApi } from './sentry-api.ts';
import { type SentryLevel, sentryLevels } from './sentry-options.ts';

const table = z.object({ data: z.array(z.object({ 'count()': z.number() })).length(1, 'one row was expected') });

/** Events since the reading before, up to so long ago that Sentry has counted them. */
export function askEvents(order: {
  readonly api: SentryApi;
  readonly environments: readonly string[];
  readonly level: SentryLevel;
  readonly search: string | undefined;
  readonly delay: Millis;
  readonly every: Millis;
  readonly clock: Clock;
}): Probe {
  const { api, environments, level, search, delay, every, clock } = order;
  const levels = sentryLevels.slice(0, sentryLevels.indexOf(level) + 1);
  const query = [`level:[${levels.join(', ')}]`, ...(search ? [search] : [])].join(' ');
  let upTo: Instant | undefined;

  return {
    async observe(signal): Promise<Reading> {
      const project = await api.project(signal);
      if (project.type === 'failed') return { type: 'error', because: project.because };
      const to = wholeSecond(minus(clock.now(), delay));
      // After a gap only the last interval: a longer one would look like a burst.
      const from = upTo !== undefined && to - upTo < 1.5 * every && to > upTo ? upTo : minus(to, every);
      const params: Params = [
        ['dataset', 'errors'],
        ['field', 'count()'],
        ['project', project.value],
        ...environments.map((environment) => ['environment', environment] as const),
        ['query', query],
        ['start', stamp(from)],
        ['end', stamp(to)],
      ];
      const answer = await api.get(api.organization('/events/'), params, table, signal);
      if (answer.type === 'failed') return { type: 'error', because: answer.because };
      upTo = to;
      const [row] = answer.value.data;
      if (row === undefined) throw new Error('the schema let a table without a row through');
      return { type: 'count', count: row['count()'] };
    },
  };
}

/** Sentry keeps times of events in seconds. */
const wholeSecond = (at: Instant): Instant => instant(Math.floor(at / 1_000) * 1_000);
const stamp = (at: Instant): string => rfc3339(at).slice(0, 19);
