import type { Plan } from '@daywatch/shared/vocabulary/plan.ts';
import { days, type Instant, plus, rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import { windowStateAt } from '../window/window-state.ts';

const aYear = days(366);

/** Windows that do not open within a year: the plan is right, but nobody deploys by it. */
export const windowWarnings = ({ environments }: Pick<Plan, 'environments'>, now: Instant): readonly string[] =>
  Object.values(environments).flatMap(({ name, window }) => {
    if (window === undefined) return [];
    const { state, next, because } = windowStateAt(window, now);
    const opensSoon = next.some(({ opensAt }) => opensAt < rfc3339(plus(now, aYear)));
    return state === 'open' || opensSoon ? [] : [`${name} cannot be deployed to without an override: ${because}`];
  });
