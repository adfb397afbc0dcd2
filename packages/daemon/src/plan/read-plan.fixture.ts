import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { EnvironmentPlan, Plan } from '@daywatch/shared/vocabulary/plan.ts';
import type { Problem } from '@daywatch/shared/vocabulary/problem.ts';
import { fewKinds } from './kinds.fixture.ts';
import { parsePlan } from './parse.ts';

export const parse = (text: string) => parsePlan({ text, file: 'daywatch.yaml', ...fewKinds });

export function planOf(text: string): Plan {
  const parsed = parse(text);
  if ('problems' in parsed) throw new Error(parsed.problems.map(problemLine).join('\n'));
  return parsed.plan;
}

export function problemsOf(text: string): readonly Problem[] {
  const parsed = parse(text);
  return 'problems' in parsed ? parsed.problems : [];
}

/** `12:7 unknown-key: unknown key "critera"`. */
export const problemLine = ({ line, column, code, message }: Problem): string =>
  `${line}:${column} ${code}: ${message}`;

/** Lines 1 to 10 of a plan; the criterion is on line 11, after 8 spaces. */
export const aroundCriterion = (criterion: string): string => `service: shop
sources:
  site: { type: http, url: https://shop.example.com }
  metrics: { type: metrics, url: https://shop.example.com/metrics }
  database: { type: postgres, url: "\${DATABASE_URL}" }
environments:
  production:
    watch:
      for: 24h
      criteria:
        it: ${criterion}
`;

/** Lines 1 to 8 of a plan; \`section\` begins on line 9, in column 5. */
export const aroundSection = (section: string): string => `service: shop
sources: { site: { type: http, url: https://shop.example.com } }
roles: { devops-lead: [devops@example.com] }
environments:
  production:
    watch:
      criteria:
        healthy: { source: site, check: { path: /healthz } }
    ${section}
`;

export function productionOf(text: string): EnvironmentPlan {
  const production = planOf(text).environments.production;
  if (production === undefined) throw new Error('there is no environment production');
  return production;
}

export function criterionOf(criterion: string): Criterion {
  const [it] = productionOf(aroundCriterion(criterion)).watch.criteria;
  if (it === undefined) throw new Error('there is no criterion');
  return it;
}
