import { window, workspace } from 'vscode';
import { type Cockpit, clientOf } from '../cockpit.ts';
import { currentView } from '../model.ts';
import { daywatchTask } from '../tasks/daywatch-task.ts';
import { describeDeploy, previewOf } from './preview.ts';
import { runTask, tellFailure } from './run-task.ts';

/** `Deploy: Production`: what would be done, a confirmation, then the runner in a terminal. */
export async function deploy(cockpit: Cockpit, environment = cockpit.settings().environment): Promise<void> {
  if (!workspace.isTrusted) {
    await window.showWarningMessage('Deploying runs commands of this folder. Trust the workspace first.');
    return;
  }
  if (cockpit.plan === undefined) {
    await window.showErrorMessage('There is no daywatch.yaml in this folder: the plan says what is deployed and how.');
    return;
  }
  const answer = await clientOf(cockpit).environment({ environment });
  const running = answer.ok ? answer.value.deployment : currentView(cockpit.model())?.deployment;
  const preview = await previewOf(cockpit, ['deploy', environment]);
  if ('problem' in preview) {
    await window.showErrorMessage(`Nothing was deployed. ${preview.problem}`);
    return;
  }
  const { question, detail } = describeDeploy(environment, preview.facts, running);
  const confirmed = await window.showWarningMessage(question, { modal: true, detail }, 'Deploy');
  if (confirmed !== 'Deploy') return;
  const code = await runTask(daywatchTask(cockpit, { type: 'daywatch', action: 'deploy', environment }, ['--yes']));
  await tellFailure(`The deploy to ${environment}`, code);
}
