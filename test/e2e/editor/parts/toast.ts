import type { Locator, Page } from 'playwright-core';

export type Toast = {
  locator: Locator;
  message(): Promise<string>;
  buttons(): Promise<string[]>;
  click(button: string | RegExp): Promise<void>;
  dismiss(): Promise<void>;
};

/** The notification with this text, once it is in sight. At most three are at a time. */
export async function toast(page: Page, text: string | RegExp): Promise<Toast> {
  const locator = page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text }).first();
  await locator.waitFor();
  return {
    locator,
    message: async () => (await locator.locator('.notification-list-item-message').innerText()).trim(),
    buttons: () => locator.locator('.notification-list-item-buttons-container').getByRole('button').allInnerTexts(),
    click: (button) => locator.getByRole('button', { name: button }).click(),
    async dismiss() {
      await locator.hover();
      await locator.getByRole('button', { name: /^Clear Notification/ }).click();
    },
  };
}
