import { minus, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { keepReadingsFor } from './keep-readings-for.ts';
import type { Clock } from './ports/clock.ts';
import type { Logger } from './ports/logger.ts';
import type { Store } from './ports/store.ts';

/** node-cron takes its time to find the first time: whoever starts the daemon is answered before. */
const beginAfter = seconds(1);

/** Scheduled chores. Answers the function that ends them. */
export function startUpkeep({ store, clock, log }: { store: Store; clock: Clock; log: Logger }): () => Promise<void> {
  const ending = new AbortController();
  const begun = begin();
  return async () => {
    ending.abort();
    const forget = await begun;
    await forget?.destroy();
  };

  async function begin() {
    await clock.sleep(beginAfter, ending.signal);
    if (ending.signal.aborted) return undefined;
    const { schedule } = await import('node-cron');
    return schedule(
      '17 3 * * *',
      async () => {
        const forgotten = await store.forgetObservations(minus(clock.now(), keepReadingsFor));
        log.info({ forgotten }, 'old readings forgotten');
      },
      { name: 'forget old readings', noOverlap: true, logger: cronLogger(log) },
    );
  }
}

// node-cron prints to standard output unless it is given a logger.
const cronLogger = (log: Logger) => ({
  info: (message: string) => log.debug({}, message),
  warn: (message: string) => log.warn({}, message),
  error: (message: string | Error, cause?: Error) => log.error({ err: cause ?? message }, 'a chore failed'),
  debug: (message: string | Error) => log.debug({}, String(message)),
});
