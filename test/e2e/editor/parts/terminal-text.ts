import type { Page } from 'playwright-core';

/** What the terminal in front shows, one line a row. Cells without a character come as no-break spaces. */
export async function terminalText(page: Page): Promise<string> {
  const rows = await page.locator('.terminal-wrapper.active .xterm-rows > div').allInnerTexts();
  return rows
    .map((row) => row.replaceAll(' ', ' ').trimEnd())
    .join('\n')
    .trimEnd();
}
