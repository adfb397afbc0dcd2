import { writeFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/**
 * esbuild escapes what is not ASCII in texts and leaves regular expressions as they are. One "–" in one of them, and V8
 * keeps the source of the whole file with two bytes for each character.
 */
export const plainAscii: Plugin = {
  name: 'plain-ascii',
  setup(build) {
    build.initialOptions.write = false;
    build.onEnd(async ({ outputFiles = [] }) => {
      await Promise.all(outputFiles.map(({ path, text }) => writeFile(path, escaped(text))));
    });
  },
};

/** As regular expressions and texts write it, with the `u` flag or without. */
const escaped = (text: string): string =>
  text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
