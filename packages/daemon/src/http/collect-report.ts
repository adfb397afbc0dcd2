import type { ChecklistItemView } from '@daywatch/shared/api/views.ts';
import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import { hours, type Instant, instant, minus, parseRfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import type { EnvironmentState, Feed } from '../feed.ts';
import { hourOf, readMinutes, summedUpTo } from '../monitor/hour-keeper.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store } from '../ports/store.ts';
import { type Report, report } from '../record/report.ts';
import type { ReportSeries } from '../record/report-series.ts';
import { checklistView } from './checklist-view.ts';
import { downSample, summarize } from './down-sample.ts';
import { limitsOf } from './limits-of.ts';
import { usualBand, usualDay } from './usual-band.ts';
import { rulingOn } from './views.ts';

export interface ReportParts {
  readonly feed: Pick<Feed, 'current'>;
  readonly store: Pick<Store, 'events' | 'observations' | 'baseline' | 'hours' | 'saveHours'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** What was seen of the old version stands before the deploy in a chart. */
const leadIn = hours(1);
/** Of a small chart on paper nobody sees more. */
const points = 200;

/** The report on a deployment: its record, and the readings that are still kept. */
export async function collectReport({ feed, store, clock }: ReportParts, deployment: Deployment): Promise<Report> {
  const now = clock.now();
  const state = feed.current(deployment.environment);
  const current = state?.deployment?.id === deployment.id ? state : undefined;
  // Of a version that was rolled back, the engine speaks of the one before.
  const assessment = deployment.rollback?.watch === undefined ? current?.assessment : undefined;
  const events = await store.events(deployment.id);
  const limitOf = limitsOf({ deployment, planHash: state?.planHash, events });
  return report({
    deployment,
    events,
    ruling: rulingOn(deployment, state, now),
    ...(deployment.watchStartedAt !== undefined && assessment && { assessment }),
    dashboards: state?.plan.dashboards ?? {},
    checklist: checklistOf(deployment, state),
    series: await seriesOf({ store, now, limitOf }, deployment, state?.plan.watch.criteria ?? []),
    now,
    timeZone: state?.plan.window?.timeZone ?? 'UTC',
  });
}

/** Another plan may have other items: of those that this deployment had, the record knows. */
function checklistOf(deployment: Deployment, state: EnvironmentState | undefined): readonly ChecklistItemView[] {
  return state?.planHash === deployment.planHash ? checklistView(state.plan.checklist, deployment) : [];
}

async function seriesOf(
  { store, now, limitOf }: Pick<ReportParts, 'store'> & { now: Instant; limitOf: ReturnType<typeof limitsOf> },
  deployment: Deployment,
  criteria: readonly Criterion[],
): Promise<readonly ReportSeries[]> {
  const deployedAt = instantOf(deployment.finishedAt ?? deployment.deployStartedAt);
  if (deployedAt === undefined) return [];
  const from = hourOf(minus(deployedAt, leadIn));
  const to = instantOf(deployment.rollback?.watch?.ended?.at ?? deployment.endedAt) ?? now;
  const { environment } = deployment;
  const series: ReportSeries[] = [];
  for (const criterion of criteria) {
    const { name, title, unit } = criterion;
    const limit = limitOf(criterion);
    const readings = await readingsOf(store, { environment, criterion: name, from, to, now });
    if (readings.length === 0) continue;
    const frozen = await store.baseline(deployment.id, name);
    const samples = downSample(criterion, readings, { from, to, points });
    const baseline = summarize(criterion, frozen).value ?? undefined;
    const [first, second] = samples.times;
    const width = first === undefined || second === undefined ? undefined : (second - first) * 1_000;
    const day = width === undefined ? undefined : usualDay(criterion, frozen, width);
    const usual = day && usualBand(day, samples.times);
    series.push({
      criterion: name,
      title,
      unit,
      times: samples.times,
      values: samples.values,
      deployedAt,
      ...(baseline !== undefined && { baseline }),
      ...(limit !== undefined && { limit }),
      ...(usual && { usual }),
    });
  }
  return series;
}

/** By the minute where the hours are summed up, one by one since. */
async function readingsOf(
  store: ReportParts['store'],
  { now, ...asked }: { environment: string; criterion: string; from: Instant; to: Instant; now: Instant },
): Promise<readonly Observation[]> {
  const { environment, criterion, from, to } = asked;
  const summed = instant(Math.max(from, Math.min(hourOf(to), summedUpTo(now))));
  const minutes = summed > from ? await readMinutes({ store, environment, criterion, from, to: summed }) : [];
  return to > summed ? [...minutes, ...(await store.observations({ ...asked, from: summed }))] : minutes;
}

const instantOf = (text: string | undefined): Instant | undefined =>
  text === undefined ? undefined : parseRfc3339(text);
