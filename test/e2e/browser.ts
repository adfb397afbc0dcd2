import type { Page } from 'playwright-core';
import { holdLeash } from '../support/leash.ts';
import { launchBrowser } from './launch-browser.ts';
import { screenshot } from './screenshot.ts';

export type PageOptions = {
  theme?: 'light' | 'dark';
  /** Of the window, in CSS pixels. */
  width?: number;
  height?: number;
  /** Sent with every request, such as an Authorization. */
  headers?: Readonly<Record<string, string>>;
};

export type OpenedPage = {
  page: Page;
  /** Errors the page has thrown or written to its console; a good page has none. */
  errors: readonly string[];
  screenshot(name: string): Promise<string>;
  close(): Promise<void>;
};

/** The page behind `url` in a real browser of its own. */
export async function openPage(url: string, options: PageOptions = {}): Promise<OpenedPage> {
  const { theme = 'light', width = 1280, height = 800, headers = {} } = options;
  const leash = holdLeash();
  const errors: string[] = [];
  try {
    const browser = await launchBrowser(leash.env);
    const page = await browser.newPage({
      colorScheme: theme,
      viewport: { width, height },
      reducedMotion: 'reduce',
      locale: 'en-GB',
      timezoneId: 'UTC',
      extraHTTPHeaders: headers,
    });
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    await page.goto(url);
    return {
      page,
      errors,
      screenshot: (name) => screenshot(page, name),
      async close() {
        await browser.close();
        await leash.release();
      },
    };
  } catch (error) {
    await leash.release();
    throw error;
  }
}
