import { existsSync, readdirSync } from 'node:fs';
import { cp, mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { EDITOR_RECIPE, editorLocation } from '../../test/e2e/editor/editor-location.ts';
import { explain } from '../plain-failure.mjs';
import { run } from '../run.mjs';
import { step } from '../step.mjs';

/**
 * Nothing is compiled: the packages bring their terminal (node-pty), file watcher and search as prebuilt binaries, and the
 * editor goes on without the others (kerberos, spdlog, native-watchdog). So neither compiler nor Node headers are needed.
 */
const NPM_CI = ['npm', 'ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];

/**
 * code-server brings the editor's own dependencies as two more lockfiles, which its install script would install.
 * They were written without peer dependencies: npm ci refuses them otherwise.
 */
const PARTS = ['', 'node_modules/code-server/lib/vscode', 'node_modules/code-server/lib/vscode/extensions'];

export const editorInstalled = () => existsSync(editorLocation());

/** Whole or not at all: it is put together beside its place, then moved there. */
export async function installEditor(): Promise<void> {
  const place = editorLocation();
  const cache = dirname(place);
  const partial = `${place}.partial-${process.pid}`;
  await mkdir(partial, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) await cp(join(EDITOR_RECIPE, file), join(partial, file));
  try {
    await step(`installing the editor under test into ${cache}`, async () => {
      for (const part of PARTS) {
        const { code, output } = await run([...NPM_CI, '--legacy-peer-deps'], { cwd: join(partial, part) });
        if (code !== 0) throw explain('Installing the editor under test', output);
      }
      await rename(partial, place).catch((error: unknown) => {
        // Another run was quicker.
        if (!editorInstalled()) throw error;
      });
    });
  } finally {
    const leftovers = readdirSync(cache).filter((name) => name.startsWith(`${basename(place)}.partial-${process.pid}`));
    for (const name of leftovers) await rm(join(cache, name), { recursive: true, force: true });
  }
}
