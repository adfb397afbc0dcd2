import { type CriterionRow, criterionRows } from '@daywatch/shared/present/criterion-row.ts';
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
import { currentView, type Model } from '../model.ts';
import { escapeMarkdown } from '../verdict-table.ts';

const colours: Readonly<Record<Tone, string>> = {
  good: 'testing.iconPassed',
  bad: 'testing.iconFailed',
  caution: 'list.warningForeground',
  busy: 'progressBar.background',
  neutral: 'descriptionForeground',
};
/** Quick enough to be live, slow enough not to flicker. */
const refreshEvery = 250;

/** One row a criterion: what needs looking at first stands on top. */
export function createCriteriaTree(model: () => Model): Disposable & { show(): void } {
  const changed = new EventEmitter<void>();
  const provider: TreeDataProvider<CriterionRow> = {
    onDidChangeTreeData: changed.event,
    getChildren: (row) => (row === undefined ? rowsOf(model()) : []),
    getTreeItem: itemOf,
  };
  const view = window.createTreeView('daywatch.criteria', { treeDataProvider: provider });
  let pending: NodeJS.Timeout | undefined;
  const refresh = () => {
    pending = undefined;
    const current = model().connection.state === 'online' ? currentView(model()) : undefined;
    view.description = current === undefined ? '' : statusLine(current, instant(Date.now())).text;
    const failing = rowsOf(model()).filter(({ state }) => state === 'failing').length;
    view.badge = failing === 0 ? undefined : { value: failing, tooltip: `${failing} failing` };
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

const rowsOf = (model: Model): CriterionRow[] => {
  const view = model.connection.state === 'online' ? currentView(model) : undefined;
  return view === undefined ? [] : [...criterionRows(view.verdict.criteria)];
};

function itemOf({ name, title, state, icon, tone, value, accepted, weight, because }: CriterionRow): TreeItem {
  const item = new TreeItem(title);
  item.id = name;
  item.description = `${value} · ${accepted}`;
  item.iconPath = new ThemeIcon(icon, new ThemeColor(colours[tone]));
  item.tooltip = new MarkdownString(
    `**${escapeMarkdown(title)}** · ${state}\n\n${escapeMarkdown(because)}\n\n${escapeMarkdown(weight)}`,
  );
  item.accessibilityInformation = { label: `${title}, ${state}, ${value}, ${accepted}. ${because}` };
  return item;
}
