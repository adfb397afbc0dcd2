import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { folderOfOnesOwn } from './keep-compiled.ts';

let everybodys: string;
beforeEach(() => {
  everybodys = mkdtempSync(join(tmpdir(), 'daywatch-everybodys-'));
});
afterEach(() => rmSync(everybodys, { recursive: true }));

const own = () => join(everybodys, `daywatch-compiled-${process.getuid?.()}`);

it('is kept where nobody else writes, and found there again', () => {
  expect(folderOfOnesOwn(everybodys)).toBe(own());
  expect(statSync(own()).mode & 0o777).toBe(0o700);
  expect(folderOfOnesOwn(everybodys)).toBe(own());
});

it.each<[string, () => void]>([
  [
    'into which others may write',
    () => {
      mkdirSync(own());
      chmodSync(own(), 0o777);
    },
  ],
  ['that is a link to one of others', () => symlinkSync(tmpdir(), own())],
  ['that is a file', () => writeFileSync(own(), '')],
])('nothing is taken from a folder %s', (_, prepare) => {
  prepare();
  expect(folderOfOnesOwn(everybodys)).toBeUndefined();
});

it('nothing is kept where there is no temporary folder, and none is made', () => {
  expect(folderOfOnesOwn(join(everybodys, 'none'))).toBeUndefined();
  expect(existsSync(join(everybodys, 'none'))).toBe(false);
});

// What is enabled is enabled for a whole process: not for this one.
it('a process keeps what it has compiled in that folder', async () => {
  const program = `
    import { getCompileCacheDir } from 'node:module';
    import { keepCompiled } from '${new URL('keep-compiled.ts', import.meta.url).href}';
    keepCompiled();
    console.log(getCompileCacheDir());
  `;
  const env = { ...process.env, TMPDIR: everybodys, NODE_COMPILE_CACHE: undefined };
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], { env });
  expect(stdout.startsWith(own())).toBe(true);
}, 60_000);
