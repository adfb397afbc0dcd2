import { t } from '@vscode/l10n';
import type { Cockpit } from '../cockpit.ts';
import { daywatchTask, notDone } from '../tasks/daywatch-task.ts';
import { daemonAnswers } from './daemon-answers.ts';
import { runTask } from './run-task.ts';
import { trusted } from './trusted.ts';

/** Opens the planned deployment and looks at its checklist, or looks at it again. Nothing is deployed. */
export async function prepare(cockpit: Cockpit): Promise<void> {
  const { environment } = cockpit.settings();
  if (!(await trusted(t('Preparing'))) || !(await daemonAnswers(cockpit, notDone.prepare))) return;
  const task = daywatchTask(cockpit, { type: 'daywatch', action: 'prepare', environment }, ['--check']);
  await runTask(cockpit, task, { what: t('The preparation for {0}', environment), again: 'daywatch.prepare' });
}
