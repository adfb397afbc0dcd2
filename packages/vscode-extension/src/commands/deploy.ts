import { t } from '@vscode/l10n';
import { window } from 'vscode';
import { type Cockpit, clientOf } from '../cockpit.ts';
import { currentView } from '../model.ts';
import { say } from '../say.ts';
import { daywatchTask } from '../tasks/daywatch-task.ts';
import { daemonAnswers } from './daemon-answers.ts';
import { describeDeploy } from './describe-deploy.ts';
import { mustAsk } from './must-ask.ts';
import { previewOf } from './preview.ts';
import { runTask } from './run-task.ts';
import { trusted } from './trusted.ts';

const nothing = t('Nothing was deployed.');

/** `Deploy: Production`: what would be done, a confirmation, then the runner in a terminal. */
export async function deploy(cockpit: Cockpit, byLink: boolean): Promise<void> {
  const { environment, confirm } = cockpit.settings();
  if (!(await trusted(t('Deploying'))) || !(await daemonAnswers(cockpit, nothing))) return;
  if (cockpit.plan() === undefined) {
    await say.error(`${nothing} ${t('There is no daywatch.yaml in this folder: it says what is deployed.')}`);
    return;
  }
  const client = await clientOf(cockpit);
  const [answer, preview] = await Promise.all([
    client.environment({ environment }),
    previewOf(cockpit, ['deploy', environment]),
  ]);
  if ('problem' in preview) {
    await say.error(`${nothing} ${preview.problem}`);
    return;
  }
  if (mustAsk({ confirm, byLink, warnings: preview.facts.warnings })) {
    const running = answer.ok ? answer.value.deployment : currentView(cockpit.model())?.deployment;
    const { question, detail } = describeDeploy(environment, preview.facts, running);
    const yes = t('Deploy');
    if ((await window.showWarningMessage(question, { modal: true, detail }, yes)) !== yes) return;
  }
  const task = daywatchTask(cockpit, { type: 'daywatch', action: 'deploy', environment }, ['--yes']);
  await runTask(cockpit, task, t('The deploy to {0}', environment));
}
