import { failureText } from '@daywatch/shared/client/result.ts';
import { t } from '@vscode/l10n';
import { ViewColumn, window } from 'vscode';
import { type Cockpit, clientOf } from '../cockpit.ts';
import { currentView } from '../model.ts';

/** The report of a deployment in a tab; of the current one when none is named. */
export async function openReport(cockpit: Cockpit, given: string | undefined): Promise<void> {
  const deployment = given ?? currentView(cockpit.model())?.deployment?.id;
  if (deployment === undefined) throw new Error(t('Nothing has been deployed yet, so there is no report.'));
  const client = await clientOf(cockpit);
  const got = await client.report({ deployment, format: 'html' });
  if (!got.ok) throw new Error(failureText(got.failure));
  showReport(got.value);
}

/** It has no scripts. */
export function showReport(html: string): void {
  const title = /<title>([^<]*)<\/title>/.exec(html)?.[1] ?? t('Report');
  const panel = window.createWebviewPanel('daywatch.report', title, ViewColumn.Active, {
    enableScripts: false,
    enableFindWidget: true,
    localResourceRoots: [],
  });
  panel.webview.html = html;
}
