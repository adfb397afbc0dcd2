import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import { parseRfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import type { StableVersion, Store } from '../ports/store.ts';

export interface StableVersions {
  /** The newest version whose watch ended well and that was not rolled back since. */
  readonly last?: StableVersion;
  /** Its git tag. */
  readonly tag?: string;
  /** Commits that were rolled back and have not become stable since. */
  readonly rolledBack: readonly string[];
}

/** `newest`: the newest deployments of the environment, newest first. */
export async function readStableVersions(
  store: Pick<Store, 'stableVersions' | 'deployment'>,
  environment: string,
  newest: readonly Deployment[],
): Promise<StableVersions> {
  const known = await store.stableVersions(environment);
  const rolledBack = rolledBackSince(newest, known);
  for (const version of known) {
    if (rolledBack.includes(version.commit)) continue;
    const deployment = await store.deployment(version.deployment);
    if (deployment?.phase !== 'succeeded') continue;
    return { last: version, rolledBack, ...(deployment.tag && { tag: deployment.tag.name }) };
  }
  return { rolledBack };
}

/** Each commit counts by what was last said of it: a rollback, or a final GO. Pure. */
export function rolledBackSince(
  newest: readonly Deployment[],
  stable: readonly Pick<StableVersion, 'commit' | 'at' | 'deployment'>[],
): readonly string[] {
  const gone = newest.filter(({ phase, rollback }) => phase === 'rolled-back' || rollback !== undefined);
  const commits = gone.flatMap(({ id, version: { commit }, rollback, endedAt }) => {
    const at = parseRfc3339(rollback?.finishedAt ?? rollback?.requestedAt ?? endedAt);
    const isWellAgain = stable.some(
      (one) => one.commit === commit && one.deployment !== id && at !== undefined && one.at > at,
    );
    return isWellAgain ? [] : [commit];
  });
  return [...new Set(commits)];
}
