import { t } from '@vscode/l10n';
import { commands } from 'vscode';
import type { Cockpit } from '../cockpit.ts';
import type { Connection } from '../model.ts';
import { remediesOf } from '../remedies.ts';
import { say } from '../say.ts';

/** Whether there is a daemon to ask. Where there is none, says what was not done because of it, and offers what helps. */
export async function daemonAnswers(cockpit: Cockpit, notDone: string): Promise<boolean> {
  const model = cockpit.model();
  const { connection } = model;
  if (connection.state === 'online') return true;
  const remedies = remediesOf(model);
  const answer = await say.error(`${notDone} ${whyNoDaemon(connection)}`, ...remedies.map(({ label }) => label));
  const chosen = remedies.find(({ label }) => label === answer);
  if (chosen !== undefined) await commands.executeCommand(chosen.command, chosen.given);
  return false;
}

/** Why there is no daemon to ask. */
export function whyNoDaemon(connection: Exclude<Connection, { state: 'online' }>): string {
  switch (connection.state) {
    case 'connecting':
      return t('Daywatch is still looking for its daemon.');
    case 'no-plan':
      return t('There is no daywatch.yaml in this folder: the plan says what is deployed and how.');
    case 'offline':
    case 'refused':
      return connection.because;
  }
}
