import type { Locator, Page } from 'playwright-core';

const widget = (page: Page) => page.locator('.quick-input-widget:visible');

export type QuickPick = {
  locator: Locator;
  title(): Promise<string>;
  /** The rows in sight, each with label, description and detail. */
  options(): Promise<string[]>;
  /** Narrows the rows down, or answers an input box. */
  type(text: string): Promise<void>;
  choose(name: string | RegExp): Promise<void>;
  accept(): Promise<void>;
  dismiss(): Promise<void>;
};

/** The quick pick or input box that is open, or about to be. */
export async function quickPick(page: Page): Promise<QuickPick> {
  const locator = widget(page);
  await locator.waitFor();
  const list = locator.locator('.quick-input-list');
  return {
    locator,
    title: async () => (await locator.locator('.quick-input-title').innerText()).trim(),
    options: () => list.getByRole('option').allInnerTexts(),
    type: (text) => locator.locator('input[type="text"], input[type="password"]').first().fill(text),
    choose: (name) => list.getByRole('option', { name }).first().click(),
    accept: () => page.keyboard.press('Enter'),
    dismiss: () => page.keyboard.press('Escape'),
  };
}
