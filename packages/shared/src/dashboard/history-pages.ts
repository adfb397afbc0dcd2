import type { DeploymentSummary } from '../api/views.ts';

/** Deployments as far as they were asked for, the newest first. */
export interface Pages {
  readonly deployments: readonly DeploymentSummary[];
  /** Where the next page begins; absent behind the last. */
  readonly next?: string | undefined;
  readonly because?: string;
}

/** With the page that was asked for as the one from `before`, unless another one is next by now. Pure. */
export function withOlder(shown: Pages | undefined, before: string, page: Pages): Pages | undefined {
  if (shown?.next !== before) return shown;
  return { deployments: [...shown.deployments, ...page.deployments], next: page.next };
}

/** With the first page loaded anew: older ones stay, unless so many are new that some between are not known. Pure. */
export function withNewest(shown: Pages | undefined, first: Pages): Pages {
  const known = shown?.deployments ?? [];
  const end = first.deployments.at(-1)?.id;
  const met = known.findIndex(({ id }) => id === end);
  const older = met < 0 ? [] : known.slice(met + 1);
  return older.length === 0 ? first : { deployments: [...first.deployments, ...older], next: shown?.next };
}
