import type { BlockContent, DefinitionContent, PhrasingContent, RootContent } from 'mdast';
import { isAllowedLink } from './allowed-link.ts';

/** Markdown as Slack and those that understand its messages write it. */
export const renderMrkdwn = (nodes: readonly RootContent[]): string => nodes.map(block).join('\n\n');

/** Nothing in a text calls a channel or a person, or links anywhere. */
export const escapeMrkdwn = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function block(node: RootContent | BlockContent | DefinitionContent): string {
  switch (node.type) {
    case 'heading':
      return `*${inline(node.children)}*`;
    case 'paragraph':
      return inline(node.children);
    case 'list':
      return node.children
        .map(({ children }, index) => {
          const mark = node.ordered === true ? `${(node.start ?? 1) + index}.` : '•';
          return `${mark} ${children.map(block).join('\n').replaceAll('\n', '\n    ')}`;
        })
        .join('\n');
    case 'blockquote':
      return node.children.map((child) => `> ${block(child).replaceAll('\n', '\n> ')}`).join('\n');
    case 'code':
      return `\`\`\`\n${escapeMrkdwn(node.value)}\n\`\`\``;
    case 'thematicBreak':
      return '———';
    case 'html':
      return escapeMrkdwn(node.value);
    default:
      return '';
  }
}

function inline(nodes: readonly PhrasingContent[]): string {
  return nodes
    .map((node) => {
      switch (node.type) {
        case 'text':
        case 'html':
          return escapeMrkdwn(node.value);
        case 'inlineCode':
          return `\`${escapeMrkdwn(node.value)}\``;
        case 'strong':
          return `*${inline(node.children)}*`;
        case 'emphasis':
          return `_${inline(node.children)}_`;
        case 'delete':
          return `~${inline(node.children)}~`;
        case 'link':
          return isAllowedLink(node.url)
            ? `<${escapeMrkdwn(node.url)}|${inline(node.children).replaceAll('|', '¦')}>`
            : inline(node.children);
        case 'image':
          return escapeMrkdwn(node.alt ?? '');
        case 'break':
          return '\n';
        default:
          return '';
      }
    })
    .join('');
}
