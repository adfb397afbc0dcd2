import type { ChecklistItemView } from '@daywatch/shared/api/views.ts';
import { failureText } from '@daywatch/shared/client/result.ts';
import type { Version } from '@daywatch/shared/vocabulary/deployment-words.ts';
import type { EnvironmentPlan } from '@daywatch/shared/vocabulary/plan.ts';
import { type Millis, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { isOpen } from '../deployments/checklist-state.ts';
import { isOwn, lookAtItem } from './look-at-item.ts';
import type { OpenItem } from './runner-event.ts';
import { type RunnerTools, type Session, stepKey } from './session.ts';
import { fillIn } from './step-command.ts';

export interface PreflightOrder {
  readonly deployment: string;
  readonly plan: EnvironmentPlan;
  readonly version: Version;
  readonly lastStable?: Version;
  /** Commits that were rolled back: nothing goes back to them. */
  readonly rolledBack?: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  /** How long it is waited for people, and for what may pass by itself. */
  readonly patience: Millis;
  readonly session: Session;
  readonly tools: RunnerTools;
}

export interface Preflight {
  /** What speaks against the deployment; absent when nothing does. */
  readonly because?: string;
  /** What would speak against it, had it not been overridden. */
  readonly overridden?: string;
  /** Open items that people can still sign. */
  readonly unsigned: readonly OpenItem[];
}

const askEvery = seconds(2);

/** Looks at what the runner can see, then waits for what the daemon sees and what people sign. */
export async function preflight(order: PreflightOrder): Promise<Preflight> {
  const { plan, session, tools } = order;
  if (plan.checklist.length === 0) return { unsigned: [] };
  await lookAtOwnItems(order);
  await session.heard();
  return tools.signal.aborted || session.stopped() !== undefined ? { unsigned: [] } : waitForOthers(order);
}

/** All of them, whatever fails: who mends one wants to know of the next. */
export async function lookAtOwnItems(
  order: Pick<
    PreflightOrder,
    'plan' | 'version' | 'lastStable' | 'rolledBack' | 'variables' | 'patience' | 'session' | 'tools'
  >,
): Promise<void> {
  const { session, tools, variables } = order;
  for (const item of order.plan.checklist.filter(isOwn)) {
    if (tools.signal.aborted) return;
    const { id, title } = item;
    if (session.passed.has(stepKey('preflight', id)))
      session.say({ type: 'step-skipped', phase: 'preflight', step: id, title: fillIn(title, variables) });
    else await lookAtItem({ ...order, item });
  }
}

/** Until nothing is open, something has failed for good, or the patience is over. */
async function waitForOthers({ deployment, plan, patience, session, tools }: PreflightOrder): Promise<Preflight> {
  const { clock, signal, daemon } = tools;
  const own = new Set(plan.checklist.filter(isOwn).map(({ id }) => id));
  const began = clock.elapsed();
  const told = new Set<string>();
  let announced = false;
  for (;;) {
    const got = await daemon.client.lookAtChecklist({ deployment }, { signal });
    const isOver = clock.elapsed() - began >= patience || signal.aborted || session.stopped() !== undefined;
    if (got.ok) {
      const { checklist } = got.value;
      for (const { id, title, because } of checklist.filter((item) => item.state === 'passed' && !own.has(item.id))) {
        if (!told.has(id)) session.say({ type: 'item-fulfilled', item: id, title, because });
        told.add(id);
      }
      const open = checklist.filter(isOpen);
      // What has failed does not pass by waiting, unless it is the daemon that looks again and again.
      const isHopeless = open.some(({ state, by }) => state === 'failed' && by === 'runner');
      if (open.length === 0 || isHopeless || isOver) return resultOf(checklist, open);
      if (!announced) session.say({ type: 'waiting-for-checklist', open: open.map(openItem) });
      announced = true;
    } else if (isOver) {
      return { because: `the daemon does not tell how the checklist is: ${failureText(got.failure)}`, unsigned: [] };
    }
    await clock.sleep(askEvery, signal);
  }
}

type Judged = Pick<ChecklistItemView, 'title' | 'because'>;

function resultOf(checklist: readonly ChecklistItemView[], open: readonly ChecklistItemView[]): Preflight {
  const overridden = checklist.filter(({ state, override }) => state !== 'passed' && override !== undefined);
  const reasons = [...new Set(overridden.map(({ override }) => override?.reason))].join('; ');
  return {
    unsigned: open.filter(({ role }) => role !== undefined).map(openItem),
    ...(open.length > 0 && { because: told(open) }),
    ...(overridden.length > 0 && { overridden: `overridden (${reasons}): ${told(overridden)}` }),
  };
}

const told = (items: readonly Judged[]): string => items.map(({ title, because }) => `${title}: ${because}`).join('; ');

const openItem = ({ id, title, because, role }: ChecklistItemView): OpenItem => ({
  item: id,
  title,
  because,
  ...(role !== undefined && { role }),
});
