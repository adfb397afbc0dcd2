import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { explain, PlainFailure } from '../plain-failure.mjs';
import { run } from '../run.mjs';
import { step } from '../step.mjs';
import { readPackageLists } from './debian-package.ts';

/** Fetches Debian packages and unpacks them into `place` without installing anything. Whole or not at all. */
export async function unpackDebianPackages(packages: readonly string[], place: string): Promise<void> {
  if (!existsSync('/usr/bin/apt-get'))
    throw new PlainFailure(
      `Missing: ${packages.join(', ')}. This machine has no apt-get; put the programs into ${place}/usr/bin.`,
    );
  const partial = `${place}.partial-${process.pid}`;
  const into = async (...command: readonly string[]) => {
    const { code, output } = await run(command, { cwd: partial });
    if (code !== 0) throw explain(command.slice(0, 2).join(' '), output);
  };
  await mkdir(partial, { recursive: true });
  try {
    const { code } = await run(['apt-cache', 'show', '--quiet=2', ...packages]);
    if (code !== 0) await readPackageLists(packages);
    await step(`unpacking ${packages.join(', ')} into ${place}`, async () => {
      await into('apt-get', '-qq', 'download', ...packages);
      for (const file of await readdir(partial)) {
        if (!file.endsWith('.deb')) continue;
        await into('dpkg-deb', '-x', file, 'unpacked');
      }
      await rm(place, { recursive: true, force: true });
      await rename(join(partial, 'unpacked'), place);
    });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}
