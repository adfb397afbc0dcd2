import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import { parseRfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import { badDecision } from '../deployments/bad-decision.ts';
import type { StableVersion, Store } from '../ports/store.ts';

export interface StableVersions {
  /** The newest version whose watch ended well, and that was neither rolled back nor decided bad since. */
  readonly last?: StableVersion;
  /** Its git tag. */
  readonly tag?: string;
  /** Commits that were rolled back, or decided bad, and have not become stable since. */
  readonly rolledBack: readonly string[];
}

/** `newest`: the newest deployments of the environment, newest first. */
export async function readStableVersions(
  store: Pick<Store, 'stableVersions' | 'deployment'>,
  environment: string,
  newest: readonly Deployment[],
): Promise<StableVersions> {
  const known = await store.stableVersions(environment);
  const rolledBack = foundBadSince(newest, known);
  for (const version of known) {
    if (rolledBack.includes(version.commit)) continue;
    const deployment = await store.deployment(version.deployment);
    if (deployment?.phase !== 'succeeded') continue;
    return { last: version, rolledBack, ...(deployment.tag && { tag: deployment.tag.name }) };
  }
  return { rolledBack };
}

/** Each commit counts by what was last said of it: that it is bad, or a final GO. Pure. */
export function foundBadSince(
  newest: readonly Deployment[],
  stable: readonly Pick<StableVersion, 'commit' | 'at' | 'deployment'>[],
): readonly string[] {
  const commits = newest.filter(isFoundBad).flatMap((deployment) => {
    const { id, version, rollback, endedAt } = deployment;
    const { commit } = version;
    const at = parseRfc3339(rollback?.finishedAt ?? rollback?.requestedAt ?? badDecision(deployment)?.at ?? endedAt);
    const isWellAgain = stable.some(
      (one) => one.commit === commit && one.deployment !== id && at !== undefined && one.at > at,
    );
    return isWellAgain ? [] : [commit];
  });
  return [...new Set(commits)];
}

const isFoundBad = (deployment: Deployment): boolean =>
  deployment.phase === 'rolled-back' || deployment.rollback !== undefined || badDecision(deployment) !== undefined;
