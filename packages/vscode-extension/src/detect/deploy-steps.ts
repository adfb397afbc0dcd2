import { readPlanText, valueAt } from '../language/plan-text.ts';

/** The command lines of the steps that deploy to an environment, as the plan has them. Pure. */
export function deploySteps(plan: string, environment: string): readonly string[] {
  const steps = valueAt(readPlanText(plan).value, ['environments', environment, 'deploy', 'steps']);
  if (!Array.isArray(steps)) return [];
  return steps.flatMap((step: unknown) => {
    const line = typeof step === 'string' ? step : valueAt(step, ['run']);
    return typeof line === 'string' ? [line] : [];
  });
}
