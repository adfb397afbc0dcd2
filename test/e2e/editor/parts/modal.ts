import type { Locator, Page } from 'playwright-core';

export type Modal = {
  locator: Locator;
  message(): Promise<string>;
  detail(): Promise<string>;
  buttons(): Promise<string[]>;
  click(button: string | RegExp): Promise<void>;
};

/** The modal dialog that is open, or about to be. */
export async function modal(page: Page): Promise<Modal> {
  const locator = page.locator('.monaco-dialog-box');
  await locator.waitFor();
  const text = async (of: string) => (await locator.locator(of).innerText()).trim();
  return {
    locator,
    message: () => text('.dialog-message'),
    detail: () => text('.dialog-message-detail'),
    buttons: () => locator.locator('.dialog-buttons').getByRole('button').allInnerTexts(),
    click: (button) => locator.getByRole('button', { name: button }).click(),
  };
}
