import type { BlockContent, DefinitionContent, ListItem, PhrasingContent, RootContent } from 'mdast';
import { isAllowedLink } from './allowed-link.ts';

/** Markdown as it is read where there is nothing but letters. */
export const renderText = (nodes: readonly RootContent[]): string =>
  `${nodes.map((node) => block(node, '')).join('\n\n')}\n`;

function block(node: RootContent | BlockContent | DefinitionContent, indent: string): string {
  switch (node.type) {
    case 'heading':
      return `${indent}${inline(node.children).toUpperCase()}`;
    case 'paragraph':
      return inline(node.children)
        .split('\n')
        .map((line) => `${indent}${line}`)
        .join('\n');
    case 'list':
      return node.children
        .map((item, index) => listItem(item, node.ordered === true ? `${(node.start ?? 1) + index}. ` : '- ', indent))
        .join('\n');
    case 'blockquote':
      return node.children.map((child) => block(child, `${indent}> `)).join('\n');
    case 'code':
      return node.value
        .split('\n')
        .map((line) => `${indent}    ${line}`)
        .join('\n');
    case 'thematicBreak':
      return `${indent}${'-'.repeat(20)}`;
    case 'html':
      return `${indent}${node.value}`;
    default:
      return '';
  }
}

function listItem({ children }: ListItem, mark: string, indent: string): string {
  const text = children.map((child) => block(child, `${indent}${' '.repeat(mark.length)}`)).join('\n');
  return `${indent}${mark}${text.slice(indent.length + mark.length)}`;
}

/** The words of a line, with addresses in brackets behind what links to them. */
export function inline(nodes: readonly PhrasingContent[]): string {
  return nodes
    .map((node) => {
      switch (node.type) {
        case 'text':
        case 'inlineCode':
        case 'html':
          return node.value;
        case 'strong':
        case 'emphasis':
        case 'delete':
          return inline(node.children);
        case 'link': {
          const text = inline(node.children);
          return text === node.url || !isAllowedLink(node.url) ? text : `${text}: ${node.url}`;
        }
        case 'image':
          return node.alt ?? '';
        case 'break':
          return '\n';
        default:
          return '';
      }
    })
    .join('');
}
