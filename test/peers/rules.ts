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
    head: 'threshold, 3 in a row',
    rule: consecutive({ threshold: tolerated, inARow: 3 }),
  },
  'threshold-x2': {
    head: 'threshold at twice the usual, 3 in a row',
    rule: consecutive({ threshold: doubled, inARow: 3 }),
  },
  'failure-limit': {
    head: 'failure limit 3',
    rule: failureLimit({ threshold: doubled, limit: 3 }),
  },
  'rank-test': {
    head: 'rank test 0.98',
    rule: rankTest({ confidence: 0.98, tolerance: 0.25 }),
  },
  'burn-rate': { head: 'burn rate', rule: burnRate() },
} as const satisfies Readonly<Record<string, { readonly head: string; readonly rule: Rule }>>;
