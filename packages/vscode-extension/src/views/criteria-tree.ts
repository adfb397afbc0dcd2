import { statusLine } from '@daywatch/shared/present/status-line.ts';
import type { Tone } from '@daywatch/shared/present/words.ts';
import { instant } from '@daywatch/shared/vocabulary/time.ts';
import {
  type Disposable,
  EventEmitter,
  MarkdownString,
  ThemeColor,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  window,
} from 'vscode';
import { escapeMarkdown } from '../escape-markdown.ts';
import { currentView, type Model } from '../model.ts';
import { type TreeContent, type TreeRow, treeContent } from '../tree-content.ts';

const colours: Readonly<Record<Tone, string>> = {
  good: 'testing.iconPassed',
  bad: 'testing.iconFailed',
  caution: 'list.warningForeground',
  busy: 'progressBar.background',
  neutral: 'descriptionForeground',
};
/** Quick enough to be live, slow enough not to flicker. */
const refreshEvery = 250;

/** One row a criterion, or a step while a runner is at work. */
export function createCriteriaTree(model: () => Model): Disposable & { show(): void } {
  const changed = new EventEmitter<void>();
  let content: TreeContent = { title: 'Criteria', rows: [] };
  const provider: TreeDataProvider<TreeRow> = {
    onDidChangeTreeData: changed.event,
    getChildren: (row) => (row === undefined ? [...content.rows] : []),
    getTreeItem: itemOf,
  };
  const view = window.createTreeView('daywatch.criteria', { treeDataProvider: provider });
  let pending: NodeJS.Timeout | undefined;
  const refresh = () => {
    pending = undefined;
    const current = model().connection.state === 'online' ? currentView(model()) : undefined;
    view.description = current === undefined ? becauseOf(model()) : statusLine(current, instant(Date.now())).text;
    const next = treeContent(model());
    view.title = next.title;
    const failing = next.rows.filter(({ tone }) => tone === 'bad').length;
    view.badge = failing === 0 ? undefined : { value: failing, tooltip: `${failing} failing` };
    // A row that is read or pointed at is left alone while nothing about it changes.
    if (JSON.stringify(next) === JSON.stringify(content)) return;
    content = next;
    changed.fire();
  };
  return {
    show() {
      pending ??= setTimeout(refresh, refreshEvery);
    },
    dispose() {
      clearTimeout(pending);
      view.dispose();
      changed.dispose();
    },
  };
}

const becauseOf = ({ connection }: Model): string => ('because' in connection ? connection.because : '');

function itemOf({ id, label, description, icon, tone, tooltip, spoken }: TreeRow): TreeItem {
  const item = new TreeItem(label);
  item.id = id;
  item.description = description;
  item.iconPath = new ThemeIcon(icon, new ThemeColor(colours[tone]));
  const [first = '', ...more] = tooltip.map(escapeMarkdown);
  item.tooltip = new MarkdownString([`**${first}**`, ...more].join('\n\n'));
  item.accessibilityInformation = { label: spoken };
  return item;
}
