import { burnRate } from './burn-rate.ts';
import { consecutive } from './consecutive.ts';
import { failureLimit } from './failure-limit.ts';
import { worsened } from './minutes.ts';
import { rankTest } from './rank-test.ts';
import type { Rule } from './rule.ts';

const tolerated = (_usual: number, limit: number): number => limit;
/** What a person writes who wants no noise. */
const doubled = (usual: number): number => worsened(usual, 1);

/** What other tools do, on the readings that the engine is given. */
export const rules = {
  threshold: {
    title: 'Threshold at the tolerance, 3 minutes in a row',
    rule: consecutive({ threshold: tolerated, inARow: 3 }),
  },
  'threshold-x2': {
    title: 'Threshold at twice the usual, 3 minutes in a row',
    rule: consecutive({ threshold: doubled, inARow: 3 }),
  },
  'failure-limit': {
    title: 'Failure limit 3 in all, at twice the usual (Argo Rollouts)',
    rule: failureLimit({ threshold: doubled, limit: 3 }),
  },
  'rank-test': {
    title: 'Rank test 0.98 against the hour before (Kayenta)',
    rule: rankTest({ confidence: 0.98, tolerance: 0.25 }),
  },
  'burn-rate': { title: 'Multi-window burn rate (SRE workbook)', rule: burnRate() },
} as const satisfies Readonly<Record<string, { readonly title: string; readonly rule: Rule }>>;
