import type { Locator, Page } from 'playwright-core';

export type StatusItem = {
  locator: Locator;
  /** What a screen reader says: the item's accessibility label, or its text and tooltip. */
  label(): Promise<string>;
  text(): Promise<string>;
  /** `error` and `warning` as the item's background says. */
  kind(): Promise<'error' | 'warning' | 'plain'>;
  click(): Promise<void>;
  /** Its tooltip, open. */
  hover(): Promise<Locator>;
};

/** A status bar item by `PUBLISHER.EXTENSION.ITEM`, all three. */
export function statusItem(page: Page, id: string): StatusItem {
  const locator = page.locator(`[id="${id}"]`);
  const button = locator.locator('a').first();
  return {
    locator,
    label: async () => (await button.getAttribute('aria-label')) ?? '',
    text: async () => (await button.innerText()).trim(),
    async kind() {
      const classes = (await locator.getAttribute('class')) ?? '';
      if (classes.includes('error-kind')) return 'error';
      return classes.includes('warning-kind') ? 'warning' : 'plain';
    },
    click: () => button.click(),
    async hover() {
      await button.hover();
      const tooltip = page.locator('.monaco-hover:not(.hidden)').last();
      await tooltip.waitFor();
      return tooltip;
    },
  };
}
