import { commands, window } from 'vscode';
import type { Cockpit } from '../cockpit.ts';

const start = { button: 'Start Local Daemon', command: 'daywatch.startDaemon' };
const setToken = { button: 'Set Token…', command: 'daywatch.setToken' };
const showLog = { button: 'Show Log', command: 'daywatch.showLog' };

/** Whether there is a daemon to ask. Where there is none, says what was not done because of it, and offers what helps. */
export async function daemonAnswers(cockpit: Cockpit, notDone: string): Promise<boolean> {
  const { connection } = cockpit.model();
  switch (connection.state) {
    case 'online':
      return true;
    case 'connecting':
      return refuse(`${notDone} Daywatch is still looking for its daemon.`, [showLog]);
    case 'no-plan':
      return refuse(`${notDone} There is no daywatch.yaml in this folder: the plan says what is deployed and how.`, []);
    case 'offline': {
      const local = cockpit.settings().daemonUrl === undefined;
      return refuse(`${notDone} ${connection.because}`, local ? [start, showLog] : [showLog]);
    }
    case 'refused':
      return refuse(`${notDone} ${connection.because}`, [setToken, showLog]);
  }
}

async function refuse(because: string, offers: readonly (typeof start)[]): Promise<false> {
  const answer = await window.showErrorMessage(because, ...offers.map(({ button }) => button));
  const chosen = offers.find(({ button }) => button === answer);
  if (chosen !== undefined) await commands.executeCommand(chosen.command);
  return false;
}
