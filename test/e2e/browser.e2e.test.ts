import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPage } from './browser.ts';

const PAGE = `<!doctype html><html lang="en"><title>Page</title>
<style>body { background: white } @media (prefers-color-scheme: dark) { body { background: black } }</style>
<button onclick="throw new Error('pressed')">Press</button>`;

let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(PAGE));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : address}`;
});

afterAll(() => server.close());

it.each([
  ['light', 'rgb(255, 255, 255)'],
  ['dark', 'rgb(0, 0, 0)'],
] as const)('opens a page in the %s theme', async (theme, background) => {
  const { page, errors, close } = await openPage(url, { theme, width: 400 });
  expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(background);
  expect(await page.evaluate('innerWidth')).toBe(400);
  expect(errors).toEqual([]);
  await close();
});

it('keeps what goes wrong in the page', async () => {
  const { page, errors, close } = await openPage(url);
  await page.getByRole('button').click();
  await expect.poll(() => errors).toEqual([expect.stringContaining('pressed')]);
  await close();
});
