import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { Store } from '../ports/store.ts';
import { summarize } from './down-sample.ts';
import { type UsualDay, usualDay } from './usual-band.ts';

/** What a chart shows of a frozen baseline. */
export interface Frozen {
  readonly baseline: number | undefined;
  readonly usual: UsualDay | undefined;
}

/** Fifty criteria at a dozen widths. */
const most = 600;

/**
 * Frozen baselines as charts need them. A week of minutes is ten thousand readings, and a live chart asks again and
 * again: what was worked out is kept, once the deploy has finished and nothing of it changes any more.
 */
export function createFrozenCharts(store: Pick<Store, 'baseline'>) {
  const known = new Map<string, Frozen>();
  return async ({ id, finishedAt }: Deployment, criterion: Criterion, width: number): Promise<Frozen> => {
    const key = JSON.stringify([id, criterion.name, criterion.measure, criterion.quantile, width]);
    const before = known.get(key);
    if (before !== undefined) return before;
    const readings = await store.baseline(id, criterion.name);
    const frozen: Frozen = {
      baseline: summarize(criterion, readings).value ?? undefined,
      usual: usualDay(criterion, readings, width),
    };
    if (finishedAt === undefined) return frozen;
    const [oldest] = known.keys();
    if (known.size >= most && oldest !== undefined) known.delete(oldest);
    known.set(key, frozen);
    return frozen;
  };
}
