export interface WebviewPage {
  /** Fresh for each page: only what carries it may run. */
  readonly nonce: string;
  /** What to show when the page was nowhere yet. */
  readonly environment: string;
  /** One of the past, when somebody came for that one. */
  readonly deployment?: string;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/** The daemon's page for a webview: it loads nothing, connects to nothing, and runs its own script alone. */
export function webviewPage(page: string, { nonce, environment, deployment }: WebviewPage): string {
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; img-src data:`;
  const begin = { environment, ...(deployment !== undefined && { deployment }) };
  const data = Object.entries(begin).map(([name, value]) => ` data-${name}="${escaped(value)}"`);
  const parts: readonly (readonly [string, string])[] = [
    [
      '<meta charset="utf-8">',
      `<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">`,
    ],
    ['<style>', `<style nonce="${nonce}">`],
    ['<div id="dashboard">', `<div id="dashboard"${data.join('')}>`],
    ['<script type="module">', `<script type="module" nonce="${nonce}">`],
  ];
  return parts.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`The dashboard's page has no ${from}.`);
    return text.replace(from, () => to);
  }, page);
}
