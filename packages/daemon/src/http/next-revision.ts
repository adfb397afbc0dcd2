import { type Instant, type Millis, millis } from '@daywatch/shared/vocabulary/time.ts';
import type { EnvironmentState, Feed } from '../feed.ts';
import type { Clock } from '../ports/clock.ts';

/**
 * Waits until the environment has another revision than `state`, goes stale, or `span` is over; at most until one of
 * `signals` aborts. Answers the state there is then.
 */
export async function nextRevision(
  { feed, clock }: { readonly feed: Feed; readonly clock: Clock },
  state: EnvironmentState,
  span: Millis,
  signals: readonly AbortSignal[],
): Promise<EnvironmentState> {
  const changed = new AbortController();
  const unfollow = feed.follow((next) => {
    if (next.name === state.name && next.revision !== state.revision) changed.abort();
  });
  try {
    await clock.sleep(
      millis(Math.min(span, untilStale(state, clock.now()))),
      AbortSignal.any([...signals, changed.signal]),
    );
  } finally {
    unfollow();
  }
  return feed.current(state.name) ?? state;
}

const untilStale = ({ validUntil }: EnvironmentState, now: Instant): number =>
  now > validUntil ? Number.POSITIVE_INFINITY : validUntil - now + 1;
