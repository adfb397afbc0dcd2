import { window, workspace } from 'vscode';
import { type Cockpit, clientOf } from '../cockpit.ts';
import { recommendsRollBack } from '../notice.ts';
import { daywatchTask } from '../tasks/daywatch-task.ts';
import { describeRollBack, previewOf } from './preview.ts';
import { runTask, tellFailure } from './run-task.ts';

/** `Deploy: Roll Back to Last Stable…`: shows what will be undone, asks, and runs it in a terminal. */
export async function rollBack(cockpit: Cockpit, environment = cockpit.settings().environment): Promise<void> {
  if (!workspace.isTrusted) {
    await window.showWarningMessage('Rolling back runs commands of this folder. Trust the workspace first.');
    return;
  }
  // A notification may be old: what is asked now is what holds now.
  const answer = await clientOf(cockpit).environment({ environment });
  if (answer.ok && answer.value.deployment?.phase === 'rolled-back') {
    await window.showInformationMessage(`${environment} was rolled back already.`);
    return;
  }
  const preview = await previewOf(cockpit, ['rollback', environment]);
  if ('problem' in preview) {
    await window.showErrorMessage(`Nothing was rolled back. ${preview.problem}`);
    return;
  }
  const reasons = answer.ok && recommendsRollBack(answer.value) ? answer.value.verdict.because : [];
  const { question, detail } = describeRollBack(environment, preview.facts, reasons);
  const confirmed = await window.showWarningMessage(question, { modal: true, detail }, 'Roll Back');
  if (confirmed !== 'Roll Back') return;
  const code = await runTask(daywatchTask(cockpit, { type: 'daywatch', action: 'rollback', environment }, ['--yes']));
  await tellFailure(`The rollback of ${environment}`, code);
}
