import { readFile } from 'node:fs/promises';
import type { ChecklistItemView } from '@daywatch/shared/api/views.ts';
import { t } from '@vscode/l10n';
import { commands, type QuickPickItem, Range, Uri, window, workspace } from 'vscode';
import type { Cockpit } from '../cockpit.ts';
import { escapeIcons } from '../escape-icons.ts';
import type { Fix } from './fixes-of-item.ts';

/** Something to choose that is done about an item. */
export interface ItemAction extends QuickPickItem {
  readonly run: () => Thenable<unknown>;
}

/** What helps with an open item, as things to choose. */
export async function fixActions(cockpit: Cockpit, item: ChecklistItemView): Promise<readonly ItemAction[]> {
  const path = cockpit.plan();
  const plan = path === undefined ? undefined : await readFile(path, 'utf8').catch(() => undefined);
  if (path === undefined || plan === undefined) return [];
  const { fixesOf } = await import('./fixes-of-item.ts');
  const fixes = fixesOf(item, { plan, environment: cockpit.settings().environment });
  return fixes.map((fix) => actionOf(fix, path, cockpit.folder));
}

function actionOf(fix: Fix, plan: string, folder: string | undefined): ItemAction {
  switch (fix.at) {
    case 'source-control':
      return {
        label: `$(source-control) ${t('Open Source Control')}`,
        run: () => commands.executeCommand('workbench.view.scm'),
      };
    case 'terminal':
      return {
        label: `$(terminal) ${t('Type It in a Terminal')}`,
        description: escapeIcons(fix.line),
        run: async () => typeInTerminal(fix.line, folder),
      };
    case 'plan':
      return { label: `$(go-to-file) ${t('Show It in the Plan')}`, run: () => showInPlan(plan, fix.offset) };
  }
}

/** Whoever reads it presses Enter. */
function typeInTerminal(line: string, folder: string | undefined): void {
  const terminal = window.createTerminal({ name: t('Checklist'), ...(folder !== undefined && { cwd: folder }) });
  terminal.show();
  terminal.sendText(line, false);
}

async function showInPlan(plan: string, offset: number): Promise<void> {
  const document = await workspace.openTextDocument(Uri.file(plan));
  const at = document.positionAt(offset);
  await window.showTextDocument(document, { selection: new Range(at, at) });
}
