import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import type { EnvironmentPlan } from '@daywatch/shared/vocabulary/plan.ts';
import { days, hours, type Instant, type Millis, minus } from '@daywatch/shared/vocabulary/time.ts';
import { spansOfDeployments } from '../monitor/left-out.ts';
import { gather } from '../replay/recording.ts';
import { type Series, type Span, seriesOf, spanOf } from '../replay/series.ts';
import { readSourceHistory } from '../replay/source-history.ts';
import { Complaint } from './complaint.ts';
import type { CommonOptions, Context } from './context.ts';
import type { OpenSources } from './open-sources.ts';
import { openRecorded, storedBetween } from './replay-stored.ts';

/** A week for the baseline, and a day to pretend deploys in. */
const reach: Millis = days(8);
/** What the daemon has recorded less of is asked of its source, if that keeps the past. */
const enough: Millis = hours(24);

export interface CheckHistory {
  readonly series: Series;
  readonly leaveOut: readonly Span[];
  /** Whose history it is: `the daemon's record`, `the sources' own past`. */
  readonly from: readonly string[];
}

/** What is known of the past of an environment's criteria: recorded by the daemon, or kept by their sources. */
export async function readCheckHistory(
  { name, watch }: EnvironmentPlan,
  {
    common,
    sources,
    context,
    now,
  }: {
    readonly common: CommonOptions;
    readonly sources: OpenSources;
    readonly context: Context;
    readonly now: Instant;
  },
): Promise<CheckHistory> {
  const span = { from: minus(now, reach), to: now };
  const stored = await readStored({ environment: name, settle: watch.settle, common, context, span });
  const known = new Set(watch.criteria.map((criterion) => criterion.name));
  const recorded = seriesOf(stored.observations.filter(({ criterion }) => known.has(criterion)));
  const short = watch.criteria.filter((criterion) => {
    const its = spanOf(new Map([[criterion.name, recorded.get(criterion.name) ?? []]]));
    return its === undefined || its.to - its.from < enough;
  });
  const { observations } = await readSourceHistory({
    criteria: short,
    probeOf: sources.probeOf,
    span,
    signal: context.clock.timeout(hours(1)),
  });
  const remembered = seriesOf(observations);
  return {
    series: new Map([...recorded, ...remembered]),
    leaveOut: stored.leaveOut,
    from: [
      ...(recorded.size > 0 ? ["the daemon's record"] : []),
      ...(remembered.size > 0 ? ["the sources' own past"] : []),
    ],
  };
}

async function readStored({
  environment,
  settle,
  common,
  context,
  span,
}: {
  readonly environment: string;
  readonly settle: Millis;
  readonly common: CommonOptions;
  readonly context: Context;
  readonly span: Span;
}): Promise<{ readonly observations: readonly Observation[]; readonly leaveOut: readonly Span[] }> {
  try {
    const store = await openRecorded({ plan: common.plan }, context);
    try {
      const observations = await gather(storedBetween(store, environment, span));
      const deployments = await store.deployments({ environment, limit: 100 });
      return { observations, leaveOut: spansOfDeployments(deployments, settle, span.to) };
    } finally {
      await store.close();
    }
  } catch (error) {
    // No daemon has recorded here yet, or its database is elsewhere: the sources may still know.
    if (error instanceof Complaint) return { observations: [], leaveOut: [] };
    throw error;
  }
}
