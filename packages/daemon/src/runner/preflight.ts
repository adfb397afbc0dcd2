import { failureText } from '@daywatch/shared/client/result.ts';
import type { ChecklistItem, StepPlan } from '@daywatch/shared/vocabulary/plan.ts';
import { type Millis, millis, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { runSteps } from './run-steps.ts';
import type { MissingSignOff } from './runner-event.ts';
import type { RunnerTools, Session } from './session.ts';

export interface PreflightOrder {
  readonly deployment: string;
  readonly checklist: readonly ChecklistItem[];
  readonly variables: Readonly<Record<string, string>>;
  /** Why it goes on although something is missing. */
  readonly override?: string;
  /** How long missing sign-offs are waited for. */
  readonly signOffPatience: Millis;
  readonly session: Session;
  readonly tools: RunnerTools;
}

/** What did not pass of the checklist; `because` is absent when nothing speaks against the deployment. */
export interface Preflight {
  readonly because?: string;
  readonly missing: readonly MissingSignOff[];
}

const askEvery = seconds(2);

/** Runs all items of the checklist that are commands, then looks for, or waits for, the sign-offs. */
export async function preflight(order: PreflightOrder): Promise<Preflight> {
  const { checklist, variables, session, tools, override } = order;
  const steps = checklist.flatMap((item) => (item.type === 'run' ? [checkStep(item)] : []));
  const { say, passed } = session;
  const failed = await runSteps({ phase: 'preflight', steps, atFailure: 'go-on', variables, passed, tools, say });
  const missing = tools.signal.aborted ? [] : await missingSignOffs(order, failed.length > 0 && override === undefined);
  const faults = [
    ...failed.map(({ step, result }) => `${step.title}: ${result.because}`),
    ...missing.map(({ title, role }) => `${title}: not signed by ${role}`),
  ];
  return faults.length === 0 ? { missing } : { missing, because: faults.join('; ') };
}

/** A command of the checklist as a step of the preflight; its id is the item's. */
export const checkStep = ({ id, title, run, timeout }: Extract<ChecklistItem, { type: 'run' }>): StepPlan => ({
  id,
  title,
  type: 'run',
  options: { run },
  timeout,
});

async function missingSignOffs(order: PreflightOrder, hopeless: boolean): Promise<readonly MissingSignOff[]> {
  const { checklist, deployment, session, tools, override, signOffPatience } = order;
  const wanted = checklist.filter((item) => item.type === 'sign-off');
  if (wanted.length === 0) return [];
  const patience = hopeless || override !== undefined ? millis(0) : signOffPatience;
  const began = tools.clock.elapsed();
  const told = new Set<string>();
  let announced = false;
  for (;;) {
    const got = await tools.daemon.client.deployment({ deployment }, { signal: tools.signal });
    const signed = new Map(got.ok ? got.value.checklist.map((item) => [item.id, item]) : []);
    const missing: MissingSignOff[] = [];
    for (const { id, title, role } of wanted) {
      const item = signed.get(id);
      if (item?.state !== 'passed') missing.push({ item: id, title, role });
      else if (!told.has(id)) {
        told.add(id);
        session.say({ type: 'signed-off', item: id, title, because: item.because });
      }
    }
    const over = tools.clock.elapsed() - began >= patience || tools.signal.aborted || session.stopped() !== undefined;
    if (missing.length === 0 || over) {
      if (!got.ok && missing.length > 0) session.say({ type: 'warning', text: failureText(got.failure) });
      return missing;
    }
    if (!announced) session.say({ type: 'waiting-for-sign-offs', missing });
    announced = true;
    await tools.clock.sleep(askEvery, tools.signal);
  }
}
