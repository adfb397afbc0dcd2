import { t } from '@vscode/l10n';
import { commands, type Task, type TaskExecution, tasks } from 'vscode';
import type { Cockpit } from '../cockpit.ts';
import { currentView } from '../model.ts';
import { recommendsRollBack } from '../notice.ts';
import { say } from '../say.ts';

export interface TaskOfCommand {
  /** What runs, at the beginning of a sentence. */
  readonly what: string;
  /** The command that tries it again. It looks and asks anew: the first answer was about what was true then. */
  readonly again: string;
}

/** Starts a task. How it ends is told when it does: VS Code itself says nothing about a failed task of an extension. */
export async function runTask(cockpit: Cockpit, task: Task, { what, again }: TaskOfCommand): Promise<void> {
  const execution = await tasks.executeTask(task);
  void endOf(execution).then(async (code) => {
    if (await tellFailure(cockpit, what, code)) await commands.executeCommand(again);
  });
}

/** The exit code; `undefined` when the task could not start or was ended. */
function endOf(execution: TaskExecution): Promise<number | undefined> {
  return new Promise((resolve) => {
    const ended = tasks.onDidEndTaskProcess((event) => {
      if (event.execution !== execution) return;
      stop();
      resolve(event.exitCode);
    });
    const gone = tasks.onDidEndTask((event) => {
      if (event.execution !== execution) return;
      // A task whose process never began has no end of a process: this is all that is heard of it.
      setTimeout(() => {
        stop();
        resolve(undefined);
      }, 500);
    });
    const stop = () => {
      ended.dispose();
      gone.dispose();
    };
  });
}

/** Interrupted by the person (130) is no surprise; everything else that is not 0 is told. Answers whether to try it again. */
async function tellFailure(cockpit: Cockpit, what: string, code: number | undefined): Promise<boolean> {
  cockpit.log(`${what}: exit code ${code ?? 'none'}`);
  if (code === 0 || code === 130) return false;
  const view = currentView(cockpit.model());
  // Then another notification tells of the same failure, and what to do about it.
  if (view !== undefined && recommendsRollBack(view)) return false;
  const ended =
    code === undefined ? t('{0} could not run or was ended.', what) : t('{0} ended with exit code {1}.', what, code);
  const [show, retry] = [t('Show Terminal'), t('Retry…')];
  const answer = await say.error(`${ended} ${t('The terminal says why.')}`, show, retry);
  if (answer === show) await commands.executeCommand('workbench.action.terminal.focus');
  return answer === retry;
}
