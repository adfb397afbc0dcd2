import type { EnvironmentView } from '@daywatch/shared/api/views.ts';
import { type Instant, plus, rfc3339, seconds } from '@daywatch/shared/vocabulary/time.ts';

type Deployment = NonNullable<EnvironmentView['deployment']>;

/** An environment as the daemon would say it: a deployment under watch, all well. */
export function aView(
  now: Instant,
  facts: { verdict?: Partial<EnvironmentView['verdict']>; deployment?: Partial<Deployment>; none?: true } = {},
): EnvironmentView {
  const deployment: Deployment = {
    id: '01DEPLOYMENT',
    environment: 'production',
    service: 'shop',
    phase: 'watching',
    version: '1.4.2',
    commit: '9f8d111aaaa',
    deployedBy: 'devops',
    requestedAt: rfc3339(now),
    planHash: 'p1',
    steps: [],
    checklist: [],
    blindGaps: [],
    decisions: [],
    ...facts.deployment,
  };
  return {
    name: 'production',
    service: 'shop',
    revision: 1,
    planHash: 'p1',
    planFile: 'daywatch.yaml',
    ...(facts.none ? {} : { deployment }),
    verdict: {
      service: 'shop',
      environment: 'production',
      verdict: 'undecided',
      final: false,
      certified: false,
      recommendation: 'hold',
      rule: 'the watch has only begun',
      because: ['seen 1m of 1d'],
      asOf: rfc3339(now),
      validUntil: rfc3339(plus(now, seconds(45))),
      criteria: [],
      silences: [],
      links: { dashboard: '/', dashboards: [] },
      ...facts.verdict,
    },
  };
}
