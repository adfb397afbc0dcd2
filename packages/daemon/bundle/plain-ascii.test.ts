import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, expect, it } from 'vitest';
import { plainAscii } from './plain-ascii.ts';

const folder = mkdtempSync(join(tmpdir(), 'daywatch-ascii-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('writes nothing but ASCII, and what was written means the same', async () => {
  const outfile = join(folder, 'program.mjs');
  const contents = `
    const µ = '3 µs – done 😀';
    export const found = [
      /[–—]/.test(µ), /\\d+ (?:µs|ms)/.exec(µ)[0], /[😀]$/u.exec(µ)[0], /\\p{Sc}|–/u.test(µ), \`„\${µ}“\`,
    ];`;
  await build({ stdin: { contents }, outfile, format: 'esm', bundle: true, plugins: [plainAscii], logLevel: 'silent' });
  expect(readFileSync(outfile, 'utf8')).toMatch(/^[\0-\x7f]*$/);
  const { found } = await import(pathToFileURL(outfile).href);
  expect(found).toEqual([true, '3 µs', '😀', true, '„3 µs – done 😀“']);
});
