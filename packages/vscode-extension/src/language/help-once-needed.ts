import { type Disposable, workspace } from 'vscode';
import type { Cockpit } from '../cockpit.ts';
import { isPlan } from './is-plan.ts';
import type { PlanHelp } from './plan-help.ts';

/** Help with plans, from the first one on that is open: what reads YAML is large, and many windows never show a plan. */
export function helpOnceNeeded(cockpit: Cockpit, extensionPath: string): PlanHelp {
  let help: PlanHelp | undefined;
  let state: 'idle' | 'begun' | 'over' = 'idle';
  const opened: Disposable = workspace.onDidOpenTextDocument(() => void beginIfNeeded());

  async function beginIfNeeded(): Promise<void> {
    if (state !== 'idle' || !workspace.textDocuments.some((document) => isPlan(document, cockpit))) return;
    state = 'begun';
    const { registerPlanHelp } = await import('./plan-help.ts');
    if (isOver()) return;
    help = registerPlanHelp(cockpit, extensionPath);
  }
  const isOver = (): boolean => state === 'over';

  void beginIfNeeded();
  return {
    show() {
      if (help !== undefined) help.show();
      // The settings may have made a plan of a file that was open before.
      else void beginIfNeeded();
    },
    dispose() {
      state = 'over';
      opened.dispose();
      help?.dispose();
    },
  };
}
