import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import type { Plan } from '@daywatch/shared/vocabulary/plan.ts';
import * as z from 'zod';
import { linkedSignal } from '../monitor/linked-signal.ts';
import { sourceOfWorkflow } from '../plan/read-workflows.ts';
import { maskSecrets, resolveSecrets } from '../plan/secrets.ts';
import { defineStepKind, type StepKind, type StepResult, type StepRun } from '../ports/step.ts';
import { outboundWithin } from '../web/outbound-within.ts';
import { outcomeInWords, traceLines } from '../workflow/outcome.ts';
import { runWorkflow } from '../workflow/run-workflow.ts';
import { orderOf, workflowOptions } from '../workflow/workflow-options.ts';

const options = z.strictObject({
  workflow: z
    .string()
    .min(1)
    .meta({ description: 'The name of one of the workflows: it is run once, and passes when all of its steps do.' }),
});
type Options = z.infer<typeof options>;

export interface WorkflowsOf {
  /** Of the plan: each workflow is a source. */
  readonly sources: Plan['sources'];
  /** For `${NAME}` in them. */
  readonly secrets: Readonly<Record<string, string | undefined>>;
}

/** The kind for one plan's workflows. */
export const workflowStep = (of: WorkflowsOf): StepKind<typeof options> =>
  defineStepKind({
    type: 'workflow',
    summary: 'Runs one of the workflows of the plan.',
    options,
    title: ({ workflow }) => `Workflow ${workflow}`,
    execute: (asked, step) => run(asked, step, of),
  });

async function run({ workflow: name }: Options, step: StepRun, { sources, secrets }: WorkflowsOf): Promise<StepResult> {
  const failed = (because: string): StepResult => ({ outcome: 'failed', exitCode: null, because });
  const interrupted: StepResult = { outcome: 'interrupted', exitCode: null, because: 'interrupted' };
  const planned = sources[sourceOfWorkflow(name)];
  if (planned === undefined) return failed(`the plan has no workflow "${name}"`);
  const resolved = resolveSecrets(planned.options, { ...secrets, ...step.environment });
  if ('missing' in resolved) return failed(`not set in the environment: ${resolved.missing.join(', ')}`);
  const mask = (text: string) => maskSecrets(text, resolved.secrets);
  const read = workflowOptions.safeParse(resolved.resolved);
  if (!read.success) return failed(mask(`the workflow "${name}" cannot be run: ${z.prettifyError(read.error)}`));
  if (step.signal.aborted) return interrupted;

  const { clock, signal, timeout, onOutput } = step;
  // The person at the runner reads what the plan names, from the folder in which the plan stands.
  const outbound = outboundWithin(step.outbound, { find: (written) => ({ path: resolve(step.folder, written) }) });
  const over = clock.timeout(timeout);
  const ends = linkedSignal(signal, over);
  const outcome = await runWorkflow({
    ...orderOf(read.data),
    outbound,
    clock,
    uuid: randomUUID,
    signal: ends.signal,
  }).whole.finally(ends.release);
  for (const line of traceLines(outcome)) onOutput(`${mask(line)}\n`);
  if (signal.aborted) return interrupted;
  const because = mask(outcomeInWords(outcome));
  if (outcome.state === 'passed') return { outcome: 'passed', exitCode: null, because };
  return { outcome: over.aborted ? 'timed-out' : 'failed', exitCode: null, because };
}
