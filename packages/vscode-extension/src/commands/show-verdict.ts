import { criterionRows } from '@daywatch/shared/present/criterion-row.ts';
import { statusLine } from '@daywatch/shared/present/status-line.ts';
import { instant } from '@daywatch/shared/vocabulary/time.ts';
import { t } from '@vscode/l10n';
import { commands, type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import type { Cockpit } from '../cockpit.ts';
import { currentView } from '../model.ts';
import { remediesOf } from '../remedies.ts';

interface Action extends QuickPickItem {
  readonly command?: string;
}

/** Why the verdict is what it is, and what can be done now. */
export async function showVerdict(cockpit: Cockpit): Promise<void> {
  const model = cockpit.model();
  const view = currentView(model);
  const { connection } = model;
  if (connection.state !== 'online' || view === undefined) {
    const because = 'because' in connection ? connection.because : t('Nothing is known of the environment yet.');
    const remedies = remediesOf(connection);
    const actions: Action[] = remedies.map(({ label, icon, command }) => ({ label: `$(${icon}) ${label}`, command }));
    return runPicked(await window.showQuickPick(actions, { title: 'Daywatch', placeHolder: because }));
  }
  const line = statusLine(view, instant(Date.now()));
  const actions: Action[] = [
    { label: `$(graph-line) ${t('Open Dashboard')}`, command: 'daywatch.openDashboard' },
    { label: `$(rocket) ${t('Deploy: Production')}`, command: 'daywatch.deployProduction' },
    { label: `$(discard) ${t('Roll Back to Last Stable…')}`, command: 'daywatch.rollBack' },
    { label: t('Criteria'), kind: QuickPickItemKind.Separator },
    ...criterionRows(view.verdict.criteria).map(({ icon, title, value, because }) => ({
      label: `$(${icon}) ${title}`,
      description: value,
      detail: because,
      command: 'daywatch.openDashboard',
    })),
  ];
  const title = `${view.name}: ${line.text}`;
  await runPicked(await window.showQuickPick(actions, { title, placeHolder: line.reason, matchOnDetail: true }));
}

async function runPicked(picked: Action | undefined): Promise<void> {
  if (picked?.command !== undefined) await commands.executeCommand(picked.command);
}
