import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { webviewPage } from './webview-page.ts';

const page = readFileSync(new URL('page.html', import.meta.url), 'utf8');

it('lets nothing run but what carries the nonce', () => {
  const made = webviewPage(page, { nonce: 'abc', environment: 'production' });
  expect(made).toContain(`content="default-src 'none'; script-src 'nonce-abc'; style-src 'nonce-abc'; img-src data:"`);
  expect(made.match(/<(script|style)[^>]*>/g)).toEqual(['<style nonce="abc">', '<script type="module" nonce="abc">']);
});

it('says where to begin, and lets no name out of its attribute', () => {
  const made = webviewPage(page, { nonce: 'abc', environment: '"><img src=x>$&' });
  expect(made).toContain('<div id="dashboard" data-environment="&quot;>&lt;img src=x>$&amp;">');
});

it('begins with the deployment that somebody came for', () => {
  const made = webviewPage(page, { nonce: 'abc', environment: 'production', deployment: '01JEDEPLOYMENT' });
  expect(made).toContain('<div id="dashboard" data-environment="production" data-deployment="01JEDEPLOYMENT">');
});

it('refuses a page that it does not know', () => {
  expect(() => webviewPage('<html></html>', { nonce: 'abc', environment: 'production' })).toThrow('has no <meta');
});
