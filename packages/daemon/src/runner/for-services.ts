import type { EnvironmentPlan, StepPlan } from '@daywatch/shared/vocabulary/plan.ts';

/** The environment with the steps of these services, and those that are for all. Everything is watched, whatever is deployed. */
export function forServices(environment: EnvironmentPlan, services: readonly string[] | undefined): EnvironmentPlan {
  if (services === undefined) return environment;
  const { deploy, verify, rollback } = environment;
  const own = (steps: readonly StepPlan[]): readonly StepPlan[] =>
    steps.filter(({ service }) => service === undefined || services.includes(service));
  return {
    ...environment,
    verify: own(verify),
    ...(deploy && { deploy: { ...deploy, steps: own(deploy.steps) } }),
    ...(rollback && { rollback: { ...rollback, steps: own(rollback.steps) } }),
  };
}
