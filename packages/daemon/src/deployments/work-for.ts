import type { RunnerWork } from '@daywatch/shared/api/views.ts';
import { type Instant, rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import type { EnvironmentState } from '../feed.ts';
import { isTakenButUnknown, openOffer } from './rollback-rules.ts';

/** What a waiting runner may do now. `without`: deployments that it could do nothing for. Pure. */
export function workFor(
  { deployment, lastStable, stableTag }: Pick<EnvironmentState, 'deployment' | 'lastStable' | 'stableTag'>,
  { runner, without, now }: { readonly runner: string; readonly without: readonly string[]; readonly now: Instant },
): RunnerWork {
  const isOffered =
    deployment !== undefined &&
    !without.includes(deployment.id) &&
    (openOffer(deployment, now) !== undefined || isTakenButUnknown(deployment, runner));
  if (isOffered) {
    const { id, version, automaticRollback } = deployment;
    const because = [...(automaticRollback?.because ?? [])];
    return { type: 'roll-back', deployment: id, version: version.version, because };
  }
  if (lastStable !== undefined && stableTag === undefined && !without.includes(lastStable.deployment)) {
    const { deployment: id, version, commit, at } = lastStable;
    return { type: 'tag', deployment: id, version: { version, commit }, at: rfc3339(at) };
  }
  return { type: 'nothing' };
}
