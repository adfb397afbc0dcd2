// A new sort of step:
// 1. Write `NAME.ts` with `defineStepKind({ type: 'NAME', … })`: its options are the step object of the plan without
//    `title` and `timeout`, and its first key is the type: `- { NAME: …, more: … }`.
// 2. Add a line to the list below.
// 3. Write `NAME.test.ts`: what passes, what fails and with which words, what happens at the timeout and at an abort.
// Validation of plans, completion in the editor and the documentation follow from the list.
import type { StepKind } from '../ports/step.ts';
import { get } from './get.ts';
import { run } from './run.ts';
import { type WorkflowsOf, workflowStep } from './workflow.ts';

/** The kinds for the steps of one plan, which may run its workflows. */
export const stepKindsOf = (plan: WorkflowsOf): readonly StepKind[] => [run, get, workflowStep(plan)];

/** The kinds as plans are read with them. */
export const stepKinds: readonly StepKind[] = stepKindsOf({ sources: {}, secrets: {} });
