import type { RunnerPhase } from '@daywatch/shared/vocabulary/deployment-words.ts';
import type { StepPlan } from '@daywatch/shared/vocabulary/plan.ts';
import type { StepResult } from '../ports/step.ts';
import { runStep, type StepTools } from './run-step.ts';
import type { Tell } from './runner-event.ts';
import { stepKey } from './session.ts';
import { fillIn, setsTheScene } from './step-command.ts';

export interface StepsOrder {
  readonly phase: RunnerPhase;
  readonly steps: readonly StepPlan[];
  /** `stop`: at the first that fails. `go-on`: all are run, whatever fails. An interruption stops both. */
  readonly atFailure: 'stop' | 'go-on';
  readonly variables: Readonly<Record<string, string>>;
  readonly passed: ReadonlySet<string>;
  readonly tools: StepTools;
  readonly say: Tell;
}

export interface Failed {
  readonly step: StepPlan;
  readonly result: StepResult;
}

/** Runs steps in order and answers those that did not pass. */
export async function runSteps({
  phase,
  steps,
  atFailure,
  variables,
  passed,
  tools,
  say,
}: StepsOrder): Promise<readonly Failed[]> {
  const failed: Failed[] = [];
  for (const step of steps) {
    // A checkout is repeated: the steps that follow rely on where it has led to.
    if (passed.has(stepKey(phase, step.id)) && !setsTheScene(step)) {
      say({ type: 'step-skipped', phase, step: step.id, title: fillIn(step.title, variables) });
      continue;
    }
    const result = await runStep({ phase, step, variables, tools, say });
    if (result.outcome === 'passed') continue;
    failed.push({ step, result });
    if (atFailure === 'stop' || result.outcome === 'interrupted') break;
  }
  return failed;
}

/** `./deploy.sh: exit code 3`. */
export const describeFailed = (failed: readonly Failed[]): string =>
  failed.map(({ step, result }) => `${step.title}: ${result.because}`).join('; ');
