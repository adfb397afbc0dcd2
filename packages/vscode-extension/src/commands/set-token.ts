import { t } from '@vscode/l10n';
import { window } from 'vscode';
import type { Cockpit } from '../cockpit.ts';
import { say } from '../say.ts';
import type { Tokens } from '../tokens.ts';

/** Asks for the token of the daemon that is set, and keeps it for that daemon only. */
export async function setToken(cockpit: Cockpit, tokens: Tokens): Promise<boolean> {
  const { daemonUrl } = cockpit.settings();
  if (daemonUrl === undefined) {
    await say.information(
      t('The local daemon needs no token from you: the editor reads its own. Set `daywatch.daemon.url` first.'),
    );
    return false;
  }
  const token = await window.showInputBox({
    title: t('Token for {0}', daemonUrl),
    password: true,
    ignoreFocusOut: true,
  });
  if (token === undefined || token.trim() === '') return false;
  await tokens.keep(daemonUrl, token.trim());
  return true;
}
