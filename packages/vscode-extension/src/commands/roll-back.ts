import { failureText } from '@daywatch/shared/client/result.ts';
import { t } from '@vscode/l10n';
import { type Cockpit, clientOf } from '../cockpit.ts';
import { recommendsRollBack } from '../notice.ts';
import { say } from '../say.ts';
import { daywatchTask, notDone } from '../tasks/daywatch-task.ts';
import { agreed } from './agreed.ts';
import { confirmed } from './confirmed.ts';
import { daemonAnswers } from './daemon-answers.ts';
import { describeRollBack } from './describe-roll-back.ts';
import { nothingToRollBack } from './nothing-to-roll-back.ts';
import { previewOf } from './preview.ts';
import { runTask } from './run-task.ts';
import { trusted } from './trusted.ts';

const nothing = notDone.rollback;

/**
 * `Deploy: Roll Back to Last Stable…`: shows what will be undone, asks, and runs it in a terminal. A notification names
 * the deployment it spoke of: it may be old, and what counts is what holds now.
 */
export async function rollBack(cockpit: Cockpit, recommendedFor?: string): Promise<void> {
  const { environment } = cockpit.settings();
  if (!(await trusted(t('Rolling back'))) || !(await daemonAnswers(cockpit, nothing))) return;
  const client = await clientOf(cockpit);
  const look = () => previewOf(cockpit, ['rollback', environment]);
  const [answer, preview] = await Promise.all([client.environment({ environment }), look()]);
  if (!answer.ok) {
    await say.error(`${nothing} ${failureText(answer.failure)}`);
    return;
  }
  const obstacle = nothingToRollBack(answer.value, recommendedFor);
  if (obstacle !== undefined) {
    await say.information(obstacle);
    return;
  }
  if ('problem' in preview) {
    await say.error(`${nothing} ${preview.problem}`);
    return;
  }
  const reasons = recommendsRollBack(answer.value)
    ? answer.value.verdict.because
    : [t('Daywatch does not recommend a rollback at this moment.')];
  const answered = await agreed({
    first: preview.facts,
    look,
    ask: (facts, changed) =>
      confirmed({ ...describeRollBack(environment, facts, reasons), yes: t('Roll Back'), changed }),
  });
  if (answered === 'no') return;
  if ('problem' in answered) {
    await say.error(`${nothing} ${answered.problem}`);
    return;
  }
  const { target } = answered.facts;
  const expected = target === undefined ? [] : ['--expect', target.commit];
  const task = daywatchTask(cockpit, { type: 'daywatch', action: 'rollback', environment }, ['--yes', ...expected]);
  await runTask(cockpit, task, { what: t('The rollback of {0}', environment), again: 'daywatch.rollBack' });
}
