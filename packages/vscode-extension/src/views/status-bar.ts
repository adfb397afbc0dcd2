import { t } from '@vscode/l10n';
import { type Disposable, MarkdownString, StatusBarAlignment, ThemeColor, window } from 'vscode';
import type { Cockpit } from '../cockpit.ts';
import { statusShows } from '../status-shows.ts';
import { statusText } from '../status-text.ts';
import { verdictTable } from '../verdict-table.ts';

/** Often enough that a verdict past its validity is not shown as one for long. */
const lookEvery = 5_000;
/** Pictures of values change with each reading. */
const drawAgainAfter = 60_000;
const commandsInTooltip = [
  'daywatch.openDashboard',
  'daywatch.rollBack',
  'daywatch.setToken',
  'daywatch.showLog',
  'daywatch.startDaemon',
  'workbench.action.openSettings',
];

/** The verdict in the status bar. It changes at once with the verdict, and its countdown once a minute. */
export function createStatusBar({ model, settings, now: clock }: Cockpit): Disposable & { show(): void } {
  const item = window.createStatusBarItem('daywatch.verdict', StatusBarAlignment.Left, 50);
  item.name = t('Daywatch verdict');
  item.command = 'daywatch.showVerdict';
  let shown = '';
  let drawn = 0;
  const show = () => {
    const now = clock();
    const words = statusShows(model(), settings().statusBar) ? statusText(model(), now) : undefined;
    if (words === undefined) {
      shown = '';
      return item.hide();
    }
    const content = JSON.stringify([words, verdictTable(model(), words.reason, 'words')]);
    // An open tooltip closes when the item is written to, even with the same words: pictures alone can wait.
    if (content === shown && now - drawn < drawAgainAfter) return;
    shown = content;
    drawn = now;
    item.text = words.text;
    item.accessibilityInformation = { label: words.spoken };
    item.backgroundColor = words.alarm ? new ThemeColor('statusBarItem.errorBackground') : undefined;
    const tooltip = new MarkdownString(verdictTable(model(), words.reason, 'pictures'), true);
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
