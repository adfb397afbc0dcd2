import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import { type Millis, millis, seconds } from '@daywatch/shared/vocabulary/time.ts';
import type { Clock } from '../ports/clock.ts';
import { isBusy } from './at-work.ts';

/** A runner that is silent for so long is gone: it sends a heartbeat every 5 s. */
const runnerSilence: Millis = seconds(30);

/** When runners were last heard. By a clock that only moves forward: a wall clock that is set makes nobody silent. */
export interface HeardRunners {
  heard(deployment: string): void;
  /** Whoever is said to be at work is listened for. */
  listenFor(deployment: Deployment): void;
  /** Tells of each that has been silent for too long, once. */
  tellSilent(tell: (deployment: string, silentFor: Millis) => Promise<unknown>): Promise<void>;
}

export function createHeardRunners(clock: Pick<Clock, 'elapsed'>): HeardRunners {
  const lastHeard = new Map<string, Millis>();
  return {
    heard: (deployment) => void lastHeard.set(deployment, clock.elapsed()),
    listenFor(deployment) {
      if (isBusy(deployment) && !lastHeard.has(deployment.id)) lastHeard.set(deployment.id, clock.elapsed());
    },
    async tellSilent(tell) {
      for (const [deployment, heard] of lastHeard) {
        const silentFor = millis(clock.elapsed() - heard);
        if (silentFor < runnerSilence) continue;
        await tell(deployment, silentFor);
        // Only now: had the store failed, the silence would never be told.
        if (lastHeard.get(deployment) === heard) lastHeard.delete(deployment);
      }
    },
  };
}
