import { criterionRows } from '@daywatch/shared/present/criterion-row.ts';
import { statusLine } from '@daywatch/shared/present/status-line.ts';
import { t } from '@vscode/l10n';
import { commands, type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import type { Cockpit } from '../cockpit.ts';
import { escapeIcons } from '../escape-icons.ts';
import { currentView } from '../model.ts';
import { remediesOf } from '../remedies.ts';
import { statusText } from '../status-text.ts';

interface Action extends QuickPickItem {
  readonly command?: string;
  readonly given?: string;
}

/** Why the verdict is what it is, and what can be done now. */
export async function showVerdict(cockpit: Cockpit): Promise<void> {
  const model = cockpit.model();
  const view = currentView(model);
  const now = cockpit.now();
  if (model.connection.state !== 'online' || view === undefined) {
    const because = statusText(model, now)?.reason ?? t('There is no daywatch.yaml in this folder.');
    const actions = remediesOf(model).map(({ label, icon, ...remedy }) => ({
      label: `$(${icon}) ${label}`,
      ...remedy,
    }));
    return runPicked(await window.showQuickPick(actions, { title: 'Daywatch', placeHolder: because }));
  }
  const line = statusLine(view, now);
  const actions: Action[] = [
    { label: `$(graph-line) ${t('Open Dashboard')}`, command: 'daywatch.openDashboard' },
    { label: `$(rocket) ${t('Deploy: Production')}`, command: 'daywatch.deployProduction' },
    { label: `$(discard) ${t('Roll Back to Last Stable…')}`, command: 'daywatch.rollBack' },
    { label: t('Criteria'), kind: QuickPickItemKind.Separator },
    ...criterionRows(view.verdict.criteria).map(({ icon, title, value, because }) => ({
      label: `$(${icon}) ${escapeIcons(title)}`,
      description: escapeIcons(value),
      detail: escapeIcons(because),
      command: 'daywatch.openDashboard',
    })),
  ];
  const title = `${view.name}: ${line.text}`;
  await runPicked(await window.showQuickPick(actions, { title, placeHolder: line.reason, matchOnDetail: true }));
}

async function runPicked(picked: Action | undefined): Promise<void> {
  if (picked?.command !== undefined) await commands.executeCommand(picked.command, picked.given);
}
