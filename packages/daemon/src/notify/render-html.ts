import type { BlockContent, DefinitionContent, PhrasingContent, RootContent } from 'mdast';
import type { Message } from '../ports/notifier.ts';
import { escaped } from '../record/escaped.ts';
import { isAllowedLink } from './allowed-link.ts';

interface Page {
  readonly title: string;
  /** Shown by mail programs beside the subject. */
  readonly preview: string;
  readonly status: string;
  readonly tone: Message['tone'];
  readonly nodes: readonly RootContent[];
  readonly footer: string;
  /** Addresses that are shown as buttons. */
  readonly buttons: ReadonlySet<string>;
}

/** On white and on near-black: each has a contrast of 4.5 or more against the white words on it. */
const band: Readonly<Record<Message['tone'], string>> = {
  good: '#1a7f37',
  bad: '#c62828',
  caution: '#9a6700',
  neutral: '#3b5b8c',
};

const font = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Helvetica,Arial,sans-serif";
const textStyle = `${font};font-size:16px;line-height:1.5;color:#1f2328`;

/** A page that mail programs can show: a table, styles inline, nothing that is fetched. */
export function renderHtml({ title, preview, status, tone, nodes, footer, buttons }: Page): string {
  const body = nodes.map((node) => block(node, buttons)).join('\n');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escaped(title)}</title>
<style>
  :root { color-scheme: light dark; }
  @media (prefers-color-scheme: dark) {
    .page { background: #0d1117 !important; }
    .card { background: #161b22 !important; border-color: #30363d !important; }
    .text { color: #e6edf3 !important; }
    .quiet { color: #9aa4af !important; }
    .link { color: #79b8ff !important; }
    .code { background: #262c36 !important; color: #e6edf3 !important; }
    .rule { border-color: #30363d !important; }
  }
  @media (max-width: 480px) {
    .outer { padding: 0 !important; }
    .card { border-radius: 0 !important; border-left: 0 !important; border-right: 0 !important; }
    .inner { padding: 20px 16px !important; }
    .button { display: block !important; text-align: center !important; }
  }
</style>
</head>
<body class="page" style="margin:0;padding:0;background:#f3f5f7">
<div style="display:none;max-height:0;overflow:hidden">${escaped(preview)}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td class="outer page" align="center" style="padding:24px 12px;background:#f3f5f7">
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px;background:#ffffff;border:1px solid #d8dee4;border-radius:10px;border-collapse:separate;overflow:hidden">
<tr><td style="background:${band[tone]};padding:10px 24px;${font};font-size:14px;font-weight:600;letter-spacing:.02em;color:#ffffff">${escaped(status)}</td></tr>
<tr><td class="inner text" style="padding:24px;${textStyle}">
<h1 class="text" style="margin:0 0 16px;${font};font-size:21px;line-height:1.3;font-weight:650;color:#1f2328;overflow-wrap:anywhere">${escaped(title)}</h1>
${body}
</td></tr>
<tr><td class="inner rule quiet" style="padding:14px 24px;border-top:1px solid #d8dee4;${font};font-size:12px;line-height:1.5;color:#59636e;overflow-wrap:anywhere">${escaped(footer)}</td></tr>
</table>
</td></tr></table>
</body>
</html>
`;
}

function block(node: RootContent | BlockContent | DefinitionContent, buttons: ReadonlySet<string>): string {
  const within = (nodes: readonly (BlockContent | DefinitionContent)[]) =>
    nodes.map((child) => block(child, buttons)).join('\n');
  switch (node.type) {
    case 'heading':
      return `<h2 class="text" style="margin:20px 0 8px;${font};font-size:17px;color:#1f2328">${inline(node.children, buttons)}</h2>`;
    case 'paragraph':
      return `<p class="text" style="margin:0 0 14px;${textStyle};overflow-wrap:anywhere">${inline(node.children, buttons)}</p>`;
    case 'list': {
      const items = node.children.map(({ children }) => children);
      // A list of nothing but buttons is a row of them.
      if (items.every(([first, ...more]) => more.length === 0 && isButton(first, buttons))) {
        return `<p style="margin:0 0 14px">${items.map((children) => tight(children, buttons)).join(' ')}</p>`;
      }
      const tag = node.ordered === true ? 'ol' : 'ul';
      const style = `margin:0 0 6px;${textStyle};overflow-wrap:anywhere`;
      const rows = items.map((children) => `<li class="text" style="${style}">${tight(children, buttons)}</li>`);
      return `<${tag} class="text" style="margin:0 0 14px;padding-left:22px">${rows.join('')}</${tag}>`;
    }
    case 'blockquote':
      return `<blockquote class="rule" style="margin:0 0 14px;padding:0 0 0 14px;border-left:3px solid #d8dee4">${within(node.children)}</blockquote>`;
    case 'code':
      return `<pre class="code" style="margin:0 0 14px;padding:10px 12px;border-radius:6px;background:#eef1f4;color:#1f2328;font-size:13px;white-space:pre-wrap;overflow-wrap:anywhere">${escaped(node.value)}</pre>`;
    case 'thematicBreak':
      return '<hr class="rule" style="margin:18px 0;border:0;border-top:1px solid #d8dee4">';
    case 'html':
      return `<p class="text" style="margin:0 0 14px;${textStyle}">${escaped(node.value)}</p>`;
    default:
      return '';
  }
}

/** A paragraph that is all of a list item is not set apart like one. */
const tight = (children: readonly (BlockContent | DefinitionContent)[], buttons: ReadonlySet<string>): string =>
  children
    .map((child) => (child.type === 'paragraph' ? inline(child.children, buttons) : block(child, buttons)))
    .join('\n');

function isButton(node: BlockContent | DefinitionContent | undefined, buttons: ReadonlySet<string>): boolean {
  if (node?.type !== 'paragraph' || node.children.length !== 1) return false;
  const [only] = node.children;
  return only?.type === 'link' && buttons.has(only.url);
}

function inline(nodes: readonly PhrasingContent[], buttons: ReadonlySet<string>): string {
  return nodes
    .map((node) => {
      switch (node.type) {
        case 'text':
        case 'html':
          return escaped(node.value);
        case 'inlineCode':
          return `<code class="code" style="padding:1px 5px;border-radius:4px;background:#eef1f4;color:#1f2328;font-size:14px">${escaped(node.value)}</code>`;
        case 'strong':
          return `<strong>${inline(node.children, buttons)}</strong>`;
        case 'emphasis':
          return `<em>${inline(node.children, buttons)}</em>`;
        case 'delete':
          return `<s>${inline(node.children, buttons)}</s>`;
        case 'link':
          return link(node.url, inline(node.children, buttons), buttons);
        case 'image':
          return escaped(node.alt ?? '');
        case 'break':
          return '<br>';
        default:
          return '';
      }
    })
    .join('');
}

function link(url: string, words: string, buttons: ReadonlySet<string>): string {
  if (!isAllowedLink(url)) return words;
  const address = escaped(url);
  if (!buttons.has(url)) return `<a class="link" href="${address}" style="color:#0b57d0">${words}</a>`;
  return `<a class="button" href="${address}" style="display:inline-block;margin:0 8px 8px 0;padding:10px 18px;border-radius:6px;background:#24405f;color:#ffffff;font-weight:600;text-decoration:none">${words}</a>`;
}
