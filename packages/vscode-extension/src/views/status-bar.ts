import { instant } from '@daywatch/shared/vocabulary/time.ts';
import { type Disposable, MarkdownString, StatusBarAlignment, ThemeColor, window } from 'vscode';
import type { Model } from '../model.ts';
import { statusText } from '../status-text.ts';
import { verdictTable } from '../verdict-table.ts';

/** The verdict in the status bar. It changes at once with the verdict, and its countdown once a minute. */
export function createStatusBar(model: () => Model): Disposable & { show(): void } {
  const item = window.createStatusBarItem('daywatch.verdict', StatusBarAlignment.Left, 50);
  item.name = 'Daywatch verdict';
  item.command = 'daywatch.showVerdict';
  const show = () => {
    const words = statusText(model(), instant(Date.now()));
    if (words === undefined) return item.hide();
    item.text = words.text;
    item.accessibilityInformation = { label: words.spoken };
    item.backgroundColor = words.alarm ? new ThemeColor('statusBarItem.errorBackground') : undefined;
    const tooltip = new MarkdownString(verdictTable(model(), words.reason), true);
    tooltip.isTrusted = { enabledCommands: ['daywatch.openDashboard', 'daywatch.rollBack', 'daywatch.showLog'] };
    item.tooltip = tooltip;
    item.show();
  };
  const everyMinute = setInterval(show, 60_000);
  return {
    show,
    dispose() {
      clearInterval(everyMinute);
      item.dispose();
    },
  };
}
