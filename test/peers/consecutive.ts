import { type Rule, settleMinutes } from './rule.ts';

/** A fixed threshold, so many minutes in a row: the alert rule with `for: 3m` that most teams have. */
export const consecutive =
  ({ threshold, inARow }: { threshold: (usual: number, tolerated: number) => number; inARow: number }): Rule =>
  ({ after, usual, tolerated, least }) => {
    const most = Math.max(least, threshold(usual, tolerated));
    let row = 0;
    for (let i = settleMinutes; i < after.length; i++) {
      const level = after[i]?.level;
      // A minute without data neither breaks nor ends a row.
      if (level === null || level === undefined) continue;
      row = level > most ? row + 1 : 0;
      if (row >= inARow) return i + 1;
    }
    return null;
  };
