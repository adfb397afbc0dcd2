import type { Locator, Page } from 'playwright-core';

export type Tree = {
  locator: Locator;
  /** What each row in sight says, from top to bottom. */
  rows(): Promise<string[]>;
  row(name: string | RegExp): Locator;
  /** The checkbox in a row; `aria-checked` tells its state. */
  checkbox(row: string | RegExp): Locator;
};

/** A tree view by its name. Its view container must be open: `openViews`. */
export function tree(page: Page, name: string | RegExp): Tree {
  const locator = page.getByRole('tree', { name });
  const row = (of: string | RegExp) => locator.getByRole('treeitem', { name: of }).first();
  return {
    locator,
    rows: () =>
      locator.getByRole('treeitem').evaluateAll((rows) => rows.map((one) => one.getAttribute('aria-label') ?? '')),
    row,
    checkbox: (of) => row(of).getByRole('checkbox'),
  };
}

/** Opens a view container by its name in the activity bar, whether or not its tab carries a badge. */
export async function openViews(page: Page, container: string): Promise<void> {
  const tab = page.locator('.activitybar').getByRole('tab', { name: new RegExp(`^${container}`) });
  if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
}
