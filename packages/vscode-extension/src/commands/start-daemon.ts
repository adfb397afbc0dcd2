import { t } from '@vscode/l10n';
import type { Cockpit } from '../cockpit.ts';
import { say } from '../say.ts';
import { trusted } from './trusted.ts';

/** Starts the daemon of this folder, if none runs. */
export async function startDaemon(cockpit: Cockpit): Promise<void> {
  const { daemonUrl } = cockpit.settings();
  if (daemonUrl !== undefined) {
    await say.information(t('The editor talks to {0}: daywatch.daemon.url says so.', daemonUrl));
    return;
  }
  if (await trusted(t('A daemon'))) await cockpit.startDaemon();
}
