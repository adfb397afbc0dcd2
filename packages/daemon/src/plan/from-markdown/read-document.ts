import type { Code, List, ListItem, Nodes, Paragraph, Root, RootContent, Table } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { isShell, shellLines } from './shell-lines.ts';
import type { Link, Section, Statement } from './statement.ts';
import { plainWords, type Topic, topicOf } from './topic-of.ts';

interface Open {
  readonly heading: string;
  readonly line: number;
  readonly depth: number;
  readonly topic: Topic;
  readonly within: Topic;
  readonly statements: Statement[];
}

/** A Markdown document as sections of statements, in its order; nothing that stands in it is left out. */
export function readDocument(markdown: string): readonly Section[] {
  const tree = treeOf(markdown);
  const sections: Open[] = [];
  let open = sectionOf({ heading: '', line: 1, depth: 0 }, []);
  sections.push(open);
  const start = (heading: string, line: number, depth: number) => {
    open = sectionOf({ heading, line, depth }, sections);
    sections.push(open);
  };
  const back = (section: Open) => {
    open = section;
  };
  const walk = (node: RootContent): void => {
    switch (node.type) {
      case 'heading':
        start(textOf(node), lineOf(node), node.depth);
        return;
      case 'list':
        readList(node, [], { open: () => open, start, back });
        return;
      case 'table':
        open.statements.push(...rowsOf(node));
        return;
      case 'paragraph':
        open.statements.push(...sentencesOf(node, []));
        return;
      case 'code':
        addCode(open.statements, node, []);
        return;
      case 'blockquote':
      case 'footnoteDefinition':
        for (const inner of node.children) walk(inner);
        return;
      case 'html':
        // A comment is for those who write the document.
        if (!node.value.startsWith('<!--'))
          open.statements.push(statement({ node, sort: 'sentence', text: node.value }));
        return;
      default:
        return;
    }
  };
  for (const node of tree.children) walk(node);
  return sections.filter(({ heading, statements }) => heading !== '' || statements.length > 0);
}

export function treeOf(markdown: string): Root {
  return fromMarkdown(markdown.replace(/^\uFEFF/, '').replace(/^---\r?\n[\s\S]*?\r?\n---(?=\r?\n)/, blanked), {
    extensions: [gfm()],
    mdastExtensions: [gfmFromMarkdown()],
  });
}

/** Front matter is for the site that shows the document; its lines stay, so that every other has its number. */
const blanked = (text: string): string => text.replace(/[^\r\n]/g, '');

function sectionOf(place: Pick<Open, 'heading' | 'line' | 'depth'>, before: readonly Open[]): Open {
  const above = before.findLast(({ depth }) => depth < place.depth);
  const within = above?.topic ?? 'title';
  const topic = place.depth <= 1 ? 'title' : topicOf(place.heading, within);
  return { ...place, topic, within, statements: [] };
}

interface Sections {
  open(): Open;
  start(heading: string, line: number, depth: number): void;
  back(section: Open): void;
}

/** "**Verification (immediately after)**" with a list under it is a heading, whatever it is written as. */
const listDepth = 8;

function readList(list: List, under: readonly string[], sections: Sections): void {
  for (const item of list.children) {
    const heading = under.length === 0 ? headingOf(item, sections.open().topic) : undefined;
    if (heading === undefined) readItem(item, under, sections);
    else {
      const above = sections.open();
      sections.start(heading, lineOf(item), listDepth);
      for (const inner of item.children.slice(1)) readInner(inner, under, sections);
      sections.back(above);
    }
  }
}

const phases: readonly Topic[] = [
  'steps',
  'rollback',
  'rollback-decision',
  'rollback-steps',
  'after-rollback',
  'unknown',
];

function headingOf(item: ListItem, within: Topic): string | undefined {
  const [first, second] = item.children;
  if (first?.type !== 'paragraph' || second === undefined || !phases.includes(within)) return undefined;
  const strong = first.children
    .filter(({ type }) => type === 'strong')
    .map(textOf)
    .join(' ');
  const others = first.children
    .filter(({ type }) => type !== 'strong')
    .map(textOf)
    .join('');
  if (within === 'steps' && second.type === 'list' && isPhaseWord(first)) return textOf(first).replace(/[\s:]+$/, '');
  const isBold = strong !== '' && /^[\s:.]*(?:\(.*\))?[\s:.]*$/.test(others);
  return isBold ? textOf(first).replace(/[\s:]+$/, '') : undefined;
}

/** "2. Verify" with a list under it, in a section about the steps. */
const isPhaseWord = (node: Paragraph): boolean =>
  textOf(node).split(' ').length <= 4 &&
  node.children.every(({ type }) => type === 'text') &&
  ['preparation', 'steps', 'verification', 'monitoring'].includes(topicOf(textOf(node), 'title'));

function readItem(item: ListItem, under: readonly string[], sections: Sections): void {
  const { statements } = sections.open();
  const [first, ...rest] = item.children;
  if (first === undefined) return;
  if (first.type !== 'paragraph') {
    for (const inner of item.children) readInner(inner, under, sections);
    return;
  }
  const sort = typeof item.checked === 'boolean' ? 'checkbox' : 'bullet';
  statements.push(statement({ node: first, sort, under }));
  const text = textOf(first);
  for (const inner of rest) readInner(inner, [...under, text], sections);
}

function readInner(node: RootContent, under: readonly string[], sections: Sections): void {
  const { statements } = sections.open();
  switch (node.type) {
    case 'list':
      readList(node, under.length === 0 ? [''] : under, sections);
      return;
    case 'code':
      addCode(statements, node, under);
      return;
    case 'paragraph':
      statements.push(...sentencesOf(node, under));
      return;
    case 'table':
      statements.push(...rowsOf(node));
      return;
    case 'blockquote':
      for (const inner of node.children) readInner(inner, under, sections);
      return;
    default:
      if (textOf(node) !== '') statements.push(statement({ node, sort: 'sentence', under }));
  }
}

/** A block of commands belongs to what introduces it. */
function addCode(statements: Statement[], node: Code, under: readonly string[]): void {
  const language = node.lang ?? '';
  const forDaywatch = /\bdaywatch\b/.test(`${language} ${node.meta ?? ''}`);
  const last = statements.at(-1);
  if (!forDaywatch && isShell(language)) {
    const commands = shellLines(node.value);
    if (last !== undefined && introduces(last, under))
      statements[statements.length - 1] = { ...last, commands: [...last.commands, ...commands] };
    else statements.push({ ...statement({ node, sort: 'commands', text: '', under }), commands });
    return;
  }
  const block = { language, forDaywatch, text: node.value };
  statements.push({ ...statement({ node, sort: 'block', text: '', under }), block });
}

/** A bullet speaks of the block inside of it; a sentence only of one that it announces. */
function introduces(last: Statement, under: readonly string[]): boolean {
  if (last.sort === 'block' || last.sort === 'row') return false;
  const above = under.filter((one) => one !== '');
  if (above.length > 0) return last.text === above.at(-1) || last.under.length >= above.length;
  return last.sort === 'commands' || (last.sort === 'sentence' && last.text.endsWith(':'));
}

function rowsOf({ children: [head, ...rows] }: Table): readonly Statement[] {
  const columns = (head?.children ?? []).map((cell) => textOf(cell));
  return rows.map((row) => {
    const texts = row.children.map((cell) => textOf(cell));
    const cells = Object.fromEntries(texts.map((text, index) => [plainWords(columns[index] ?? ''), text]));
    const [label = '', ...others] = texts;
    const parts = row.children.map((cell) => inlineParts(cell));
    return {
      ...statement({ node: row, sort: 'row', text: texts.filter((text) => text !== '').join(' | ') }),
      label: label.trim(),
      rest: others.filter((text) => text !== '').join(' | '),
      codes: parts.flatMap(({ codes }) => codes),
      links: parts.flatMap(({ links }) => links),
      cells,
    };
  });
}

/** A paragraph says as many things as it has sentences. */
function sentencesOf(node: Paragraph, under: readonly string[]): readonly Statement[] {
  const whole = statement({ node, sort: 'sentence', under });
  if (whole.links.length > 0 || whole.codes.length > 0 || whole.text.includes('[')) return [whole];
  const source = rawText(node);
  const texts = source.split(/(?<=(?:[a-zäöüß%)"”]|[A-Z]{2}|\d{4})[.!?])\s+(?=[A-ZÄÖÜ])/);
  let offset = 0;
  return texts.map((text) => {
    const line = lineOf(node) + (source.slice(0, source.indexOf(text, offset)).match(/\n/g) ?? []).length;
    offset = source.indexOf(text, offset) + text.length;
    return { ...statement({ node, sort: 'sentence', text: text.replace(/\s+/g, ' ').trim(), under }), line };
  });
}

interface Said {
  readonly node: Nodes;
  readonly sort: Statement['sort'];
  readonly text?: string;
  readonly under?: readonly string[];
}

function statement({ node, sort, text = textOf(node), under = [] }: Said): Statement {
  const [, before, after] = /^([^:|`]{1,60}?)\s*:(?:\s+|$)([\s\S]*)$/.exec(text) ?? [];
  const { codes, links } = inlineParts(node);
  return {
    line: lineOf(node),
    sort,
    text,
    label: before ?? '',
    rest: after ?? text,
    codes,
    links,
    commands: [],
    under: under.filter((one) => one !== ''),
    cells: {},
  };
}

function inlineParts(node: Nodes): { readonly codes: readonly string[]; readonly links: readonly Link[] } {
  if (node.type === 'inlineCode') return { codes: [node.value], links: [] };
  const inner = 'children' in node ? node.children.map(inlineParts) : [];
  const own = node.type === 'link' ? [{ text: textOf(node), url: node.url }] : [];
  return { codes: inner.flatMap(({ codes }) => codes), links: [...own, ...inner.flatMap(({ links }) => links)] };
}

/** The text of a node on one line. */
const textOf = (node: Nodes): string => rawText(node).replace(/\s+/g, ' ').trim();

function rawText(node: Nodes): string {
  if (node.type === 'break') return '\n';
  if ('value' in node) return node.type === 'html' && node.value.startsWith('<!--') ? '' : node.value;
  if ('alt' in node && typeof node.alt === 'string') return node.alt;
  return 'children' in node ? node.children.map(rawText).join('') : '';
}

const lineOf = (node: Nodes): number => node.position?.start.line ?? 1;
