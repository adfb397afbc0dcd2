import type { EnvironmentView } from '@daywatch/shared/api/views.ts';
import { criterionRows } from '@daywatch/shared/present/criterion-row.ts';
import { isStale } from '@daywatch/shared/present/is-stale.ts';
import type { Instant } from '@daywatch/shared/vocabulary/time.ts';
import { escapeIcons } from '../escape-icons.ts';
import type { PlanText } from './plan-text.ts';

/** What stands over a criterion in the plan. */
export interface Lens {
  readonly environment: string;
  readonly criterion: string;
  /** Offset of its name. */
  readonly start: number;
  /** `$(pass) 0.2 % · limit 1 %`; `undefined` while nothing is known of it. */
  readonly live: string | undefined;
}

/** One for each criterion that is written in the plan, with what the daemon last said of it. */
export function lensesOf(
  { spots }: PlanText,
  views: Readonly<Record<string, EnvironmentView>>,
  now: Instant,
): readonly Lens[] {
  return spots.flatMap(({ path, part, start }) => {
    const [environments, environment, watch, criteria, criterion, ...below] = path;
    const isCriterion =
      part === 'key' &&
      environments === 'environments' &&
      watch === 'watch' &&
      criteria === 'criteria' &&
      below.length === 0;
    if (!isCriterion || typeof environment !== 'string' || typeof criterion !== 'string') return [];
    return [{ environment, criterion, start, live: liveOf(views[environment], criterion, now) }];
  });
}

function liveOf(view: EnvironmentView | undefined, name: string, now: Instant): string | undefined {
  if (view === undefined || isStale(view.verdict, now)) return undefined;
  const row = criterionRows(view.verdict.criteria).find((one) => one.name === name);
  return row === undefined ? undefined : `$(${row.icon}) ${escapeIcons(`${row.value} · ${row.accepted}`)}`;
}
