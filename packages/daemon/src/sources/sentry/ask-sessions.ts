import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { days, type Instant, instant, minus, rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import type { Clock } from '../../ports/clock.ts';
import type { Occasion, Probe } from '../../ports/source.ts';
import { releaseOf } from './release-name.ts';
import type { Answer, Params, SentryApi } from './sentry-api.ts';

const sum = 'sum(session)';
const groups = z.object({
  groups: z.array(
    z.object({ by: z.object({ 'session.status': z.string() }), totals: z.object({ [sum]: z.number() }) }),
  ),
});

interface Totals {
  /** What was asked: sums of one question are not compared with those of another. */
  readonly of: string;
  readonly all: number;
  readonly crashed: number;
}

/** Sums are asked from a whole hour on, the finest that the API promises; for a day, then from a later one. */
const hour = 3_600_000;
const longest = days(1);

/** Sessions that crashed out of those that began, since the reading before. */
export function askSessions(order: {
  readonly api: SentryApi;
  readonly environments: readonly string[];
  readonly release: string | undefined;
  readonly clock: Clock;
}): Probe {
  const { api, environments, clock } = order;
  let anchor: Instant | undefined;
  let before: Totals | undefined;

  async function totals(signal: AbortSignal, { deployed }: Occasion): Promise<Answer<Totals>> {
    const project = await api.project(signal);
    if (project.type === 'failed') return project;
    const now = clock.now();
    if (anchor === undefined || minus(now, longest) > anchor) anchor = instant(Math.floor(now / hour) * hour - hour);
    const release = deployed === undefined ? undefined : releaseOf(order.release, deployed);
    const asked: Params = [
      ['field', sum],
      ['groupBy', 'session.status'],
      ['project', project.value],
      ...environments.map((environment) => ['environment', environment] as const),
      ...(release === undefined ? [] : [['query', `release:"${release}"`] as const]),
      ['interval', '1h'],
      ['includeSeries', '0'],
      ['start', stamp(anchor)],
    ];
    const params: Params = [...asked, ['end', stamp(instant(Math.ceil(now / 1_000) * 1_000))]];
    const answer = await api.get(api.organization('/sessions/'), params, groups, signal);
    if (answer.type === 'failed') return answer;
    const of = (wanted: (status: string) => boolean): number =>
      answer.value.groups
        .filter(({ by }) => wanted(by['session.status']))
        .reduce((all, group) => all + group.totals[sum], 0);
    return {
      type: 'answered',
      value: { of: JSON.stringify(asked), all: of(() => true), crashed: of((status) => status === 'crashed') },
    };
  }

  return {
    async observe(signal, occasion = {}): Promise<Reading> {
      const answer = await totals(signal, occasion);
      if (answer.type === 'failed') return { type: 'error', because: answer.because };
      const { value: now } = answer;
      const last = before;
      before = now;
      if (last === undefined || last.of !== now.of)
        return { type: 'absent', because: 'the first look at the sums: sessions are counted from now on' };
      const total = now.all - last.all;
      const bad = now.crashed - last.crashed;
      if (total < 0 || bad < 0)
        return { type: 'absent', because: 'the sums have become smaller: Sentry has counted again' };
      // A session crashes after it began: what is beyond those that began now is told with the next ones.
      const told = Math.min(bad, total);
      before = { ...now, crashed: last.crashed + told };
      return { type: 'rate', bad: told, total };
    },
  };
}

const stamp = (at: Instant): string => rfc3339(at).slice(0, 19);
