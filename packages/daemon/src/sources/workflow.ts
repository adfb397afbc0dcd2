import { randomUUID } from 'node:crypto';
import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { inSeconds } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import { defineSourceKind, type SourceTools } from '../ports/kind.ts';
import type { Probe, Question, Source } from '../ports/source.ts';
import { outcomeInWords, type WorkflowOutcome } from '../workflow/outcome.ts';
import { runWorkflow } from '../workflow/run-workflow.ts';
import { orderOf, type WorkflowOptions, workflowOptions } from '../workflow/workflow-options.ts';
import { brokenProbe, checkedProbe } from './checked-probe.ts';
import { checkedSource } from './checked-source.ts';
import { naming } from './naming.ts';
import { SharedRun } from './workflow/shared-run.ts';

const workflowCheck = z.strictObject({});
const workflowLatency = z.union([z.string().min(1), z.int().min(1)]).meta({
  description: 'Of a workflow: total, or one of its steps, by its id or its number.',
});

export const workflow = defineSourceKind({
  type: 'workflow',
  summary: 'Sends several requests that belong together, as a user of the service would, and cleans up behind itself.',
  writtenUnder: 'workflows',
  options: workflowOptions,
  measures: {
    check: { query: workflowCheck, summary: 'Whether every step is answered as expected.' },
    latency: {
      query: workflowLatency,
      unit: 's',
      summary: 'How long all steps together take, or one of them. Only steps that pass are timed.',
    },
  },
  open: (options, tools) =>
    checkedSource(tools.name, workflowOptions, options, (checked) => openWorkflow(checked, tools)),
});

function openWorkflow(options: WorkflowOptions, { name, outbound, clock }: SourceTools): Source {
  const order = { ...orderOf(options), outbound, clock, uuid: randomUUID };
  const runs = new SharedRun((signal) => runWorkflow({ ...order, signal }));

  const probing = (read: (outcome: WorkflowOutcome) => Reading): Probe => {
    let asked: number | undefined;
    return naming(name, {
      async observe(signal): Promise<Reading> {
        const before = asked;
        asked = runs.newest;
        const shared = await runs.after(before, signal);
        if (shared === 'given-up') return { type: 'error', because: 'given up before the run was over' };
        asked = Math.max(asked, shared.run);
        return read(shared.outcome);
      },
    });
  };

  return {
    probe({ measure, query }: Question) {
      if (measure === 'check') return checkedProbe(name, workflowCheck, query, () => probing(checked));
      if (measure === 'latency')
        return checkedProbe(name, workflowLatency, query, (of) => probing((outcome) => timed(outcome, String(of))));
      return brokenProbe(`${name}: a workflow has no ${measure}; it has check and latency`);
    },
    close: () => runs.close(),
  };
}

function checked(outcome: WorkflowOutcome): Reading {
  const because = outcomeInWords(outcome);
  return outcome.state === 'unknown'
    ? { type: 'error', because }
    : { type: 'check', ok: outcome.state === 'passed', because };
}

function timed(outcome: WorkflowOutcome, of: string): Reading {
  const step = outcome.steps.find(({ id }, index) => id === of || String(index + 1) === of);
  const passed = of === 'total' ? outcome.state === 'passed' : step?.state === 'passed';
  if (passed) return { type: 'latency', values: [inSeconds(step?.took ?? outcome.took)] };
  const because = `nothing was timed: ${outcomeInWords(outcome)}`;
  // Not to reach the service is no answer of the service; an answer that was not the work has no time that counts.
  const answered = outcome.steps.at(-1)?.status !== undefined;
  return { type: answered ? 'absent' : 'error', because };
}
