import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import type { EnvironmentPlan } from '@daywatch/shared/vocabulary/plan.ts';
import { hours, type Instant, millis, minus, parseRfc3339, plus, seconds } from '@daywatch/shared/vocabulary/time.ts';
import type { Assessment } from '@daywatch/shared/vocabulary/verdict.ts';
import { beginWatch, restoreWatch } from '../engine/watch.ts';
import type { Clock } from '../ports/clock.ts';
import type { WatchSetup } from '../ports/engine.ts';
import type { Logger } from '../ports/logger.ts';
import type { Store } from '../ports/store.ts';

const snapshotEvery = seconds(60);
/** Readings that may be on their way when a snapshot is taken: read again, the engine knows the ones it has. */
const overlap = hours(1);

/** The engine at work on one deployment, and its place in the store. */
export interface RunningWatch {
  readonly deployment: string;
  fold(observations: readonly Observation[]): void;
  assess(now: Instant): Assessment;
  /** Stores a snapshot when the last one is old enough, or now. */
  keep(when: 'if-due' | 'now'): Promise<void>;
  /** Set when an earlier process left off in the middle: nothing was read in between. */
  readonly gap?: { readonly from: Instant; readonly until: Instant };
}

/** Begins the watch of a deployment, or takes it up where an earlier process left it. */
export async function openWatch(options: {
  readonly deployment: Deployment;
  readonly plan: EnvironmentPlan;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Logger;
}): Promise<RunningWatch> {
  const { deployment, plan, store, clock, log } = options;
  const { criteria, ...settings } = plan.watch;
  const startedAt = parseRfc3339(deployment.finishedAt ?? deployment.watchStartedAt ?? deployment.requestedAt);
  if (startedAt === undefined) throw new Error(`deployment ${deployment.id} has no readable time of its deploy`);
  const rollback = plan.rollback?.when ?? { blocking: 1, critical: 2, integrity: 1 };
  const setup: WatchSetup = { criteria, startedAt, settings, rollback };

  const { watch, tailFrom } = await takeUp(setup);
  const tail = await store.observations({
    environment: deployment.environment,
    from: tailFrom,
    to: plus(clock.now(), hours(1)),
  });
  for (const observation of tail) watch.observe(observation);

  let keptAt = clock.now();
  const gap = gapBefore(clock.now(), tail.at(-1));
  return {
    deployment: deployment.id,
    fold(observations) {
      for (const observation of observations) {
        const answer = watch.observe(observation);
        if (!answer.folded) log.debug({ criterion: observation.criterion, because: answer.because }, 'reading dropped');
      }
    },
    assess: (now) => watch.assess(now),
    async keep(when) {
      const now = clock.now();
      if (when === 'if-due' && now < plus(keptAt, snapshotEvery)) return;
      keptAt = now;
      await store.saveSnapshot({ deployment: deployment.id, at: now, state: watch.snapshot() });
    },
    ...(gap && { gap }),
  };

  async function takeUp(from: WatchSetup) {
    const snapshot = await store.snapshot(deployment.id);
    if (snapshot !== undefined) {
      try {
        return { watch: restoreWatch(from, snapshot.state), tailFrom: minus(snapshot.at, overlap) };
      } catch (cause) {
        // The plan or the program changed: everything that was read is still there, so it is judged again.
        log.warn(
          { err: cause, deployment: deployment.id },
          'the stored state of the watch does not fit; folding all readings again',
        );
      }
    }
    return { watch: beginWatch(from, await store.baseline(deployment.id)), tailFrom: from.startedAt };
  }

  function gapBefore(now: Instant, last: Observation | undefined) {
    const seenUntil = last === undefined ? startedAt : plus(last.at, millis(last.seconds * 1_000));
    if (seenUntil === undefined || now < plus(seenUntil, millis(2 * plan.watch.every))) return undefined;
    return { from: seenUntil, until: now };
  }
}
