import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Locator, Page } from 'playwright-core';

const HERE = import.meta.dirname;

/** With UPDATE_TOUR=1 the picture becomes the one in the docs, otherwise it stays with the test's output. */
const pictures = () => (process.env.UPDATE_TOUR === '1' ? join(HERE, '../../docs/tour') : join(HERE, 'out'));

/** Takes a picture `NAME.png` and returns its path. */
export async function screenshot(of: Page | Locator, name: string): Promise<string> {
  const path = join(pictures(), `${name}.png`);
  mkdirSync(dirname(path), { recursive: true });
  await of.screenshot({ path, animations: 'disabled', caret: 'hide' });
  return path;
}
