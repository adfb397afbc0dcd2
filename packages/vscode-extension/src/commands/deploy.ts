import { t } from '@vscode/l10n';
import { type Cockpit, clientOf } from '../cockpit.ts';
import { currentView } from '../model.ts';
import { say } from '../say.ts';
import { daywatchTask, notDone } from '../tasks/daywatch-task.ts';
import { agreed } from './agreed.ts';
import { confirmed } from './confirmed.ts';
import { daemonAnswers } from './daemon-answers.ts';
import { describeDeploy } from './describe-deploy.ts';
import { mustAsk } from './must-ask.ts';
import { previewOf } from './preview.ts';
import { runTask } from './run-task.ts';
import { trusted } from './trusted.ts';

const nothing = notDone.deploy;

/** `Deploy: Production`: what would be done, a confirmation, then the runner in a terminal. */
export async function deploy(cockpit: Cockpit, byLink: boolean): Promise<void> {
  const { environment, confirm } = cockpit.settings();
  if (!(await trusted(t('Deploying'))) || !(await daemonAnswers(cockpit, nothing))) return;
  if (cockpit.plan() === undefined) {
    await say.error(`${nothing} ${t('There is no daywatch.yaml in this folder: it says what is deployed.')}`);
    return;
  }
  const client = await clientOf(cockpit);
  const look = () => previewOf(cockpit, ['deploy', environment]);
  const [answer, preview] = await Promise.all([client.environment({ environment }), look()]);
  if ('problem' in preview) {
    await say.error(`${nothing} ${preview.problem}`);
    return;
  }
  let { facts } = preview;
  if (mustAsk({ confirm, byLink, warnings: facts.warnings })) {
    const running = answer.ok ? answer.value.deployment : currentView(cockpit.model())?.deployment;
    const answered = await agreed({
      first: facts,
      look,
      ask: (now, changed) => confirmed({ ...describeDeploy(environment, now, running), yes: t('Deploy'), changed }),
    });
    if (answered === 'no') return;
    if ('problem' in answered) {
      await say.error(`${nothing} ${answered.problem}`);
      return;
    }
    facts = answered.facts;
  }
  const task = daywatchTask(cockpit, { type: 'daywatch', action: 'deploy', environment }, [
    '--yes',
    '--expect',
    facts.commit,
  ]);
  await runTask(cockpit, task, { what: t('The deploy to {0}', environment), again: 'daywatch.deployProduction' });
}
