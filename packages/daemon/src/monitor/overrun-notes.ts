import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import { type Instant, parseRfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import type { WindowPlan } from '@daywatch/shared/vocabulary/window.ts';
import { isDeploying } from '../deployments/at-work.ts';
import type { Note } from '../deployments/decide-note.ts';
import { overrunsAt } from '../window/overrun.ts';

/** What a deployment that is under way has run over, and its record does not have yet. */
export function overrunNotes(
  deployment: Deployment | undefined,
  window: WindowPlan | undefined,
  now: Instant,
): readonly Note[] {
  if (deployment === undefined || window === undefined || !isDeploying(deployment)) return [];
  const startedAt = parseRfc3339(deployment.deployStartedAt);
  if (startedAt === undefined) return [];
  const known = deployment.overruns ?? [];
  return overrunsAt(window, startedAt, now)
    .filter(({ what }) => !known.some((one) => one.what === what))
    .map((overrun) => ({ type: 'note-overrun', ...overrun }));
}
