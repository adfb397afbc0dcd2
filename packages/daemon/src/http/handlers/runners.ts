import { millis, parseDuration } from '@daywatch/shared/vocabulary/time.ts';
import { workFor } from '../../deployments/work-for.ts';
import type { Handlers } from '../handler.ts';
import { nextRevision } from '../next-revision.ts';
import type { HttpParts } from '../parts.ts';
import { badWait, longestWait, unknownEnvironment } from './environments.ts';

/** What runners ask that wait for something to do. */
export function runners({
  feed,
  clock,
  stopping,
  waitingRunners,
}: Pick<HttpParts, 'feed' | 'clock' | 'stopping' | 'waitingRunners'>): Pick<Handlers, 'waitForWork'> {
  return {
    async waitForWork({ parameters: { environment }, query, body, context }) {
      const known = feed.current(environment);
      if (known === undefined) return unknownEnvironment(environment, feed);
      const wait = query.wait === undefined ? millis(0) : parseDuration(query.wait);
      if (wait === undefined || wait > longestWait) return badWait(query.wait ?? '');
      const gone = context.req.raw.signal;
      const until = clock.elapsed() + wait;
      const leave = waitingRunners.arrive(environment, body);
      try {
        for (let state = feed.current(environment) ?? known; ; ) {
          const work = workFor(state, { runner: body.runner, without: body.without ?? [], now: clock.now() });
          const left = millis(until - clock.elapsed());
          if (work.type !== 'nothing' || left <= 0 || gone.aborted || stopping.aborted) return { value: work };
          state = await nextRevision({ feed, clock }, state, left, [gone, stopping]);
        }
      } finally {
        leave(gone.aborted ? 'gone' : 'answered');
      }
    },
  };
}
