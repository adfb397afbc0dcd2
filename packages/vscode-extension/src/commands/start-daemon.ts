import { window } from 'vscode';
import type { Cockpit } from '../cockpit.ts';
import { trusted } from './trusted.ts';

/** Starts the daemon of this folder, if none runs. */
export async function startDaemon(cockpit: Cockpit): Promise<void> {
  const { daemonUrl } = cockpit.settings();
  if (daemonUrl !== undefined) {
    await window.showInformationMessage(`The editor talks to ${daemonUrl}: daywatch.daemon.url says so.`);
    return;
  }
  if (await trusted('A daemon')) await cockpit.startDaemon();
}
