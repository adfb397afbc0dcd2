import type { Minute } from './minutes.ts';
import { type Rule, settleMinutes } from './rule.ts';

/** Both windows, minutes long, must burn the budget so many times too fast. */
export interface Burn {
  readonly times: number;
  readonly long: number;
  readonly short: number;
}

/** The paging alerts of the SRE workbook: 2 % of a 30-day budget in an hour, 5 % in six. */
export const workbook: readonly Burn[] = [
  { times: 14.4, long: 60, short: 5 },
  { times: 6, long: 360, short: 30 },
];

/**
 * Multi-window, multi-burn-rate. The budget is what the plan tolerates. The windows reach back before the deploy, as
 * they do in a monitoring system that never stops.
 * Source: Google, The Site Reliability Workbook (2018), chapter 5, "Multiwindow, Multi-Burn-Rate Alerts".
 */
export const burnRate =
  (burns: readonly Burn[] = workbook): Rule =>
  ({ before, after, budget }) => {
    const sums = runningSums([...before, ...after]);
    for (let i = settleMinutes; i < after.length; i++) {
      const end = before.length + i + 1;
      const isBurning = ({ times, long, short }: Burn) =>
        [long, short].every((window) => shareIn(sums, end - window, end) > times * budget);
      if (burns.some(isBurning)) return i + 1;
    }
    return null;
  };

interface Sums {
  readonly n: readonly number[];
  readonly k: readonly number[];
}

function runningSums(minutes: readonly Minute[]): Sums {
  const n = [0];
  const k = [0];
  for (const minute of minutes) {
    n.push((n.at(-1) ?? 0) + minute.n);
    k.push((k.at(-1) ?? 0) + minute.k);
  }
  return { n, k };
}

/** The share of bad units from one minute to another; 0 where there is none. */
function shareIn({ n, k }: Sums, from: number, to: number): number {
  const start = Math.max(0, from);
  const units = (n[to] ?? 0) - (n[start] ?? 0);
  return units > 0 ? ((k[to] ?? 0) - (k[start] ?? 0)) / units : 0;
}
