import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { Silence } from '@daywatch/shared/vocabulary/silence.ts';
import { type Instant, parseRfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import { hasTouched, isBusy } from '../deployments/at-work.ts';
import { waitsForRunner } from '../deployments/planned-state.ts';
import { runningRecovery } from '../deployments/recovery.ts';
import type { EnvironmentState } from '../feed.ts';
import type { Store } from '../ports/store.ts';
import { readStableVersions, type StableVersions } from './stable-versions.ts';

/** What the record says of an environment. */
export interface KnownDeployments {
  /** What has changed the environment last, or is about to. */
  readonly current: Deployment | undefined;
  /** The one whose watch, or watch after its rollback, is running. */
  readonly watched: Deployment | undefined;
  /** The one that waits for a runner. */
  readonly planned: Deployment | undefined;
  readonly silences: readonly Silence[];
  readonly stable: StableVersions;
}

/** Until the record was read: what was known before this plan came. */
export const knownBefore = (earlier: EnvironmentState | undefined): KnownDeployments => ({
  current: earlier?.deployment,
  watched: undefined,
  planned: earlier?.planned,
  silences: earlier?.silences ?? [],
  stable: {
    rolledBack: earlier?.rolledBack ?? [],
    ...(earlier?.lastStable && { last: earlier.lastStable }),
    ...(earlier?.stableTag !== undefined && { tag: earlier.stableTag }),
  },
});

/** The record is the truth, whoever wrote it and in whatever order it was told. */
export async function readKnownDeployments(
  store: Pick<Store, 'deployments' | 'deployment' | 'stableVersions' | 'silences'>,
  environment: string,
  now: Instant,
): Promise<KnownDeployments> {
  const newest = await store.deployments({ environment, limit: 20 });
  const watched = newest.find(({ phase }) => phase === 'watching') ?? recoveringIn(newest);
  // A deploy that never got so far as to change anything is nothing that runs.
  const begun = newest.filter((one) => !waitsForRunner(one));
  return {
    current: begun.find((one) => isBusy(one) || hasTouched(one)) ?? begun[0],
    watched,
    planned: newest.find(waitsForRunner),
    silences: await store.silences(environment, parseRfc3339(watched?.finishedAt) ?? now),
    stable: await readStableVersions(store, environment, newest),
  };
}

/** The version that runs again after a rollback, while it is watched and nothing newer has come. */
function recoveringIn(newest: readonly Deployment[]): Deployment | undefined {
  const current = newest.find(hasTouched);
  return current !== undefined && runningRecovery(current) !== undefined ? current : undefined;
}
