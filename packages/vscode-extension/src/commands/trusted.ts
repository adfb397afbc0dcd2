import { t } from '@vscode/l10n';
import { commands, workspace } from 'vscode';
import { say } from '../say.ts';

/** Whether commands of this folder may be run. In Restricted Mode says so: VS Code would stop in the middle to ask. */
export async function trusted(what: string): Promise<boolean> {
  if (workspace.isTrusted) return true;
  const manage = t('Manage Workspace Trust');
  const answer = await say.warning(t('{0} runs commands of this folder. Trust it first.', what), manage);
  if (answer === manage) await commands.executeCommand('workbench.trust.manage');
  return false;
}
