import type { FrameLocator, Page } from 'playwright-core';

/** The content of the webview in front. */
export const webview = (page: Page): FrameLocator =>
  page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
