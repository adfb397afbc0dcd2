import { readFileSync } from 'node:fs';
import type { ToHost } from '@daywatch/shared/dashboard/webview-messages.ts';
import { webviewPage } from '@daywatch/shared/dashboard/webview-page.ts';
import { createRelay } from '@daywatch/shared/dashboard/webview-relay.ts';
import type { Page } from 'playwright-core';

const built = new URL('../../../packages/shared/dist/dashboard.html', import.meta.url);

/** What VS Code gives a webview, in the colours of two of its themes. */
export const editorThemes = {
  'vscode-dark': {
    'editor-background': '#1f1f1f',
    'editorWidget-background': '#202020',
    foreground: '#cccccc',
    descriptionForeground: '#9d9d9d',
    'panel-border': '#2b2b2b',
    'textLink-foreground': '#4daafc',
    focusBorder: '#0078d4',
    'editor-inactiveSelectionBackground': '#3a3d41',
  },
  'vscode-high-contrast': {
    'editor-background': '#000000',
    foreground: '#ffffff',
    contrastBorder: '#6fc3df',
    'textLink-foreground': '#21a6ff',
    focusBorder: '#f38518',
  },
} as const;
export type EditorTheme = keyof typeof editorThemes;

/** The dashboard as an editor's webview shows it: its theme, and an extension that asks the daemon in its place. */
export async function openWebview(
  page: Page,
  theme: EditorTheme,
  daemon: { url: string; token: string },
): Promise<void> {
  const relay = createRelay({
    daemon: () => daemon,
    post: (message) => void page.evaluate(`postMessage(${JSON.stringify(message)})`).catch(() => undefined),
  });
  page.on('close', () => relay.close());
  await page.exposeFunction('toExtension', (message: ToHost) => {
    if (message.type === 'ask' || message.type === 'drop') relay.hear(message);
  });
  const colours = Object.entries(editorThemes[theme])
    .map(([name, colour]) => `--vscode-${name}: ${colour};`)
    .join('');
  const nonce = 'of-this-page';
  const api = 'const acquireVsCodeApi = () => ({ postMessage: toExtension, getState() {}, setState() {} });';
  await page.setContent(
    webviewPage(readFileSync(built, 'utf8'), { nonce, environment: 'production' })
      .replace('<style', () => `<style nonce="${nonce}">html { ${colours} }</style><style`)
      .replace('<body>', () => `<body class="${theme}"><script nonce="${nonce}">${api}</script>`),
  );
}
