import { instant } from '@daywatch/shared/vocabulary/time.ts';
import { type Disposable, MarkdownString, StatusBarAlignment, ThemeColor, window } from 'vscode';
import type { Model } from '../model.ts';
import { statusText } from '../status-text.ts';
import { verdictTable } from '../verdict-table.ts';

/** Often enough that a verdict past its validity is not shown as one for long. */
const lookEvery = 5_000;
const commandsInTooltip = [
  'daywatch.openDashboard',
  'daywatch.rollBack',
  'daywatch.setToken',
  'daywatch.showLog',
  'daywatch.startDaemon',
];

/** The verdict in the status bar. It changes at once with the verdict, and its countdown once a minute. */
export function createStatusBar(model: () => Model): Disposable & { show(): void } {
  const item = window.createStatusBarItem('daywatch.verdict', StatusBarAlignment.Left, 50);
  item.name = 'Daywatch verdict';
  item.command = 'daywatch.showVerdict';
  let shown = '';
  const show = () => {
    const words = statusText(model(), instant(Date.now()));
    if (words === undefined) {
      shown = '';
      return item.hide();
    }
    const table = verdictTable(model(), words.reason);
    const content = JSON.stringify([words, table]);
    // An open tooltip closes when the item is written to, even with the same words.
    if (content === shown) return;
    shown = content;
    item.text = words.text;
    item.accessibilityInformation = { label: words.spoken };
    item.backgroundColor = words.alarm ? new ThemeColor('statusBarItem.errorBackground') : undefined;
    const tooltip = new MarkdownString(table, true);
    tooltip.isTrusted = { enabledCommands: commandsInTooltip };
    item.tooltip = tooltip;
    item.show();
  };
  const looking = setInterval(show, lookEvery);
  return {
    show,
    dispose() {
      clearInterval(looking);
      item.dispose();
    },
  };
}
