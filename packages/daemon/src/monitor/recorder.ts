import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import { millis, seconds } from '@daywatch/shared/vocabulary/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { Store } from '../ports/store.ts';

/** Readings that wait for a store that does not answer. What does not fit is blind time. */
const mostWaiting = 20_000;
const gatherFor = millis(250);

export interface Recorder {
  add(observation: Observation): void;
  /** Resolves when everything added so far is stored and handed on. */
  settled(): Promise<void>;
}

/** Stores readings in small batches, and hands them on only when they are stored. */
export function createRecorder(options: {
  readonly environment: string;
  readonly store: Pick<Store, 'saveObservations'>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly signal: AbortSignal;
  onStored(observations: readonly Observation[]): Promise<void>;
}): Recorder {
  const { environment, store, clock, log, signal } = options;
  let waiting: Observation[] = [];
  let flushing: Promise<void> | undefined;

  async function flush(): Promise<void> {
    await clock.sleep(gatherFor, signal);
    let pause = seconds(1);
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        await store.saveObservations(environment, batch);
      } catch (cause) {
        log.error({ err: cause, environment, readings: batch.length }, 'could not store readings; trying again');
        waiting = [...batch, ...waiting].slice(-mostWaiting);
        if (signal.aborted) return;
        await clock.sleep(pause, signal);
        pause = millis(Math.min(pause * 2, 30_000));
        continue;
      }
      await options.onStored(batch);
    }
  }

  function start(): void {
    flushing ??= flush()
      .catch((cause) => log.error({ err: cause, environment }, 'a fault while judging readings'))
      .finally(() => {
        flushing = undefined;
        if (waiting.length > 0 && !signal.aborted) start();
      });
  }

  return {
    add(observation) {
      waiting.push(observation);
      start();
    },
    async settled() {
      while (flushing !== undefined) await flushing;
    },
  };
}
