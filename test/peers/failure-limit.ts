import { type Rule, settleMinutes } from './rule.ts';

/**
 * So many failed measurements in the whole run, in a row or not, and the next one fails the run.
 * Source: Argo Rollouts, AnalysisRun: `result.Failed > failureLimit`; one measurement a minute.
 */
export const failureLimit =
  ({ threshold, limit }: { threshold: (usual: number, tolerated: number) => number; limit: number }): Rule =>
  ({ after, usual, tolerated, least }) => {
    const most = Math.max(least, threshold(usual, tolerated));
    let failed = 0;
    for (let i = settleMinutes; i < after.length; i++) {
      const level = after[i]?.level;
      if (level === null || level === undefined || level <= most) continue;
      failed += 1;
      if (failed > limit) return i + 1;
    }
    return null;
  };
