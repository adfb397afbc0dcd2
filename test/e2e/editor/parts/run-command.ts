import type { Page } from 'playwright-core';
import { quickPick } from './quick-pick.ts';

/** Runs a command by its title from the command palette, as a person does. */
export async function runCommand(page: Page, title: string): Promise<void> {
  await page.keyboard.press('F1');
  const palette = await quickPick(page);
  await palette.type(`>${title}`);
  await palette.choose(title);
}
