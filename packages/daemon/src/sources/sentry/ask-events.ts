import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import {
  between,
  type Instant,
  inSeconds,
  instant,
  type Millis,
  millis,
  minus,
  minutes,
  rfc3339,
} from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import type { Clock } from '../../ports/clock.ts';
import type { Probe } from '../../ports/source.ts';
import type { Params, SentryApi } from './sentry-api.ts';
import { type SentryLevel, sentryLevels } from './sentry-options.ts';

/** After a gap the next look adds what it missed, up to this or three intervals. */
const longestGap = minutes(5);

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
      // What came while Sentry could not be asked counts too, as far as it is of now.
      const earliest = minus(to, millis(Math.max(longestGap, 3 * every)));
      const from = upTo === undefined || upTo >= to ? minus(to, every) : instant(Math.max(upTo, earliest));
      const missed =
        upTo !== undefined && upTo < from ? `${stamp(upTo)} to ${stamp(from)} was never counted` : undefined;
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
      const span = between(from, to);
      return {
        type: 'count',
        count: row['count()'],
        ...(span >= 1.5 * every && { over: inSeconds(millis(span)) }),
        ...(missed !== undefined && { because: missed }),
      };
    },
  };
}

/** Sentry keeps times of events in seconds. */
const wholeSecond = (at: Instant): Instant => instant(Math.floor(at / 1_000) * 1_000);
const stamp = (at: Instant): string => rfc3339(at).slice(0, 19);
