import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { editorUnderTest } from './editor/editor-location.ts';
import { tourPictures } from './tour/pictures.ts';
import { smallPng } from './tour/small-png.ts';

const HERE = import.meta.dirname;
const newest = editorUnderTest === 'newest';

/** Takes a picture `NAME.png`, of the oldest editor in a folder of its own, and returns its path. With UPDATE_TOUR=1 the tour in the docs shows it too, if it is one of its own. */
export async function screenshot(of: Page | Locator, name: string): Promise<string> {
  const path = join(HERE, 'out', newest ? '' : editorUnderTest, `${name}.png`);
  mkdirSync(dirname(path), { recursive: true });
  const picture = await of.screenshot({ path, animations: 'disabled', caret: 'hide' });
  if (process.env.UPDATE_TOUR === '1' && newest && tourPictures.has(name))
    writeFileSync(join(HERE, '../../docs/tour', `${name}.png`), smallPng(picture));
  return path;
}
