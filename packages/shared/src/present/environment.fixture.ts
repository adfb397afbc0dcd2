import type { EnvironmentView, VerdictDocument } from '../api/views.ts';

/** An environment with little to say: nothing deployed, or a deployment in the phase that is asked for. */
export function anEnvironment({
  verdict,
  deployment,
  ...rest
}: Partial<Omit<EnvironmentView, 'verdict' | 'deployment'>> & {
  readonly verdict?: Partial<VerdictDocument>;
  readonly deployment?: Partial<NonNullable<EnvironmentView['deployment']>>;
}): EnvironmentView {
  return {
    name: 'production',
    service: 'shop',
    revision: 1,
    planHash: 'p',
    planFile: 'daywatch.yaml',
    verdict: {
      service: 'shop',
      environment: 'production',
      verdict: 'undecided',
      final: false,
      certified: false,
      recommendation: 'hold',
      rule: 'not enough has been seen yet',
      because: [],
      asOf: '2026-12-01T22:10:00Z',
      validUntil: '2026-12-01T22:10:45Z',
      criteria: [],
      silences: [],
      links: { dashboard: '/', dashboards: [] },
      ...verdict,
    },
    ...(deployment !== undefined && {
      deployment: {
        id: '01JE0000',
        environment: 'production',
        service: 'shop',
        phase: 'watching',
        version: '1.4.2',
        commit: '9f8d111',
        deployedBy: 'devops',
        requestedAt: '2026-12-01T22:00:00Z',
        planHash: 'p',
        steps: [],
        checklist: [],
        blindGaps: [],
        decisions: [],
        ...deployment,
      },
    }),
    ...rest,
  };
}
