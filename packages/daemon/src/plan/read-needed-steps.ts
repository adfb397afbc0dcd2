import type { StepPlan } from '@daywatch/shared/vocabulary/plan.ts';
import type { Section } from './read-environment.ts';
import { readSteps } from './read-steps.ts';

/** Steps without which their section means nothing. `path` is the section's. */
export function readNeededSteps(
  { value, path, workflows, stepKinds, report }: Section,
  variables: readonly string[],
): readonly StepPlan[] {
  if (value === undefined) {
    const hint = 'Write `steps`, a list of command lines.';
    report({ code: 'missing-key', path, at: 'key', message: '"steps" is missing', hint, about: ['steps'] });
  } else if (Array.isArray(value) && value.length === 0)
    report({ code: 'wrong-value', path: [...path, 'steps'], at: 'value', message: '"steps" needs at least 1 entry' });
  return readSteps({ value, path: [...path, 'steps'], variables, workflows, stepKinds, report });
}
