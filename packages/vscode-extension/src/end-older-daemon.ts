import { setTimeout as wait } from 'node:timers/promises';
import { t } from '@vscode/l10n';
import { findLocalDaemon } from './daemon.ts';
import { isAlive } from './is-alive.ts';

/**
 * Ends the daemon of this plan's folder, so that ours can take its place: what is watched goes on then. A newer one stays;
 * what it keeps an older one may not be able to read.
 */
export async function endOlderDaemon(plan: string, ours: string): Promise<void> {
  const running = await findLocalDaemon(plan);
  if (running === undefined) return;
  const { pid, version } = running;
  if (version !== undefined && version.localeCompare(ours, 'en', { numeric: true }) > 0) {
    throw new Error(
      t(
        'The daemon of this folder is version {0}, newer than this extension ({1}): update the extension.',
        version,
        ours,
      ),
    );
  }
  process.kill(pid, 'SIGTERM');
  for (let tenths = 0; tenths < 150; tenths += 1) {
    if (!isAlive(pid)) return;
    await wait(100);
  }
  throw new Error(t('The older daemon does not end. Its process is {0}.', pid));
}
