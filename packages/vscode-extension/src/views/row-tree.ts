import type { Tone } from '@daywatch/shared/present/words.ts';
import {
  type Disposable,
  EventEmitter,
  MarkdownString,
  ThemeColor,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  TreeItemCheckboxState,
  window,
} from 'vscode';
import type { TreeContent, TreeRow } from '../content/tree-row.ts';
import { escapeMarkdown } from '../escape-markdown.ts';

const colours: Readonly<Record<Tone, string>> = {
  good: 'testing.iconPassed',
  // Of those that are red and yellow in every theme, high contrast too.
  bad: 'problemsErrorIcon.foreground',
  caution: 'problemsWarningIcon.foreground',
  busy: 'progressBar.background',
  neutral: 'descriptionForeground',
};
/** Quick enough to be live, slow enough not to flicker. */
const refreshEvery = 250;

export interface RowTree extends Disposable {
  /** The content may have changed. */
  show(): void;
}

/** A flat tree that shows what `content` says. */
export function createRowTree(
  id: string,
  content: () => TreeContent,
  /** What a person does to a box. It shows what is true, whatever was clicked. */
  onTick: (row: TreeRow) => Promise<void> = async () => undefined,
): RowTree {
  const changed = new EventEmitter<void>();
  let shown: TreeContent = { title: '', rows: [] };
  const provider: TreeDataProvider<TreeRow> = {
    onDidChangeTreeData: changed.event,
    getChildren: (row) => (row === undefined ? [...shown.rows] : []),
    getTreeItem: itemOf,
  };
  const view = window.createTreeView(id, { treeDataProvider: provider, manageCheckboxStateManually: true });
  view.onDidChangeCheckboxState(async ({ items }) => {
    for (const [row] of items) await onTick(row);
    changed.fire();
  });
  let pending: NodeJS.Timeout | undefined;
  const refresh = () => {
    pending = undefined;
    const next = content();
    // A row that is read or pointed at is left alone while nothing about it changes.
    if (wordsOf(next) === wordsOf(shown)) return;
    shown = next;
    view.title = next.title;
    view.description = next.description ?? '';
    view.badge = next.badge;
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

const wordsOf = (content: TreeContent): string =>
  JSON.stringify(content, (key, value: unknown) => (key === 'picture' ? undefined : value));

function itemOf(row: TreeRow): TreeItem {
  const { id, label, description, icon, tone, tooltip, picture, spoken, box, context, command } = row;
  const item = new TreeItem(label);
  item.id = id;
  item.description = description;
  item.iconPath = new ThemeIcon(icon, new ThemeColor(colours[tone]));
  const [first = '', ...more] = tooltip.map(escapeMarkdown);
  item.tooltip = new MarkdownString(
    [`**${first}**`, ...(picture === undefined ? [] : [picture]), ...more].join('\n\n'),
  );
  item.accessibilityInformation = { label: spoken };
  if (box !== undefined) {
    item.checkboxState = {
      state: box.ticked ? TreeItemCheckboxState.Checked : TreeItemCheckboxState.Unchecked,
      tooltip: box.tooltip,
      accessibilityInformation: { label: `${label}. ${box.tooltip}` },
    };
  }
  if (context !== undefined) item.contextValue = context;
  if (command !== undefined) item.command = { command: command.name, title: command.title, arguments: [command.given] };
  return item;
}
