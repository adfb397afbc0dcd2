import { rmSync } from 'node:fs';
import { join, parse } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll } from 'vitest';
import { temporaryFolder } from '../src/demo/machine/temporary-folder.ts';
import { program } from './program.ts';

/**
 * The program of an entry file, for a test that starts it again and again: from the hundreds of files of the sources each
 * start takes four times as long.
 */
export function bundled(entry: string) {
  let folder = '';
  beforeAll(async () => {
    folder = temporaryFolder('bundled');
    await build({ ...program, entryPoints: [entry], outdir: folder, logLevel: 'error' });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return {
    file: () => join(folder, `${parse(entry).name}.mjs`),
    /** Belongs into the environment of each process: it compiles what none before it has compiled. */
    environment: () => ({ NODE_COMPILE_CACHE: join(folder, 'compiled') }),
  };
}
