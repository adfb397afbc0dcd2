import { existsSync, readdirSync } from 'node:fs';
import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type EditorName, editorLocation, editorRecipe } from '../../test/e2e/editor/editor-location.ts';
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
const PARTS = ['node_modules/code-server/lib/vscode', 'node_modules/code-server/lib/vscode/extensions'];

type Wants = { dependencies?: Record<string, string>; devDependencies?: Record<string, string> };
type Lockfile = { packages: Record<string, Wants> };

export const editorInstalled = (editor: EditorName) => existsSync(editorLocation(editor));

/** Whole or not at all: it is put together beside its place, then moved there. */
export async function installEditor(editor: EditorName): Promise<void> {
  const { folder, dependencies } = editorRecipe(editor);
  const place = editorLocation(editor);
  const cache = dirname(place);
  const partial = `${place}.partial-${process.pid}`;
  await mkdir(partial, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) await cp(join(folder, file), join(partial, file));
  const npmCi = async (part: string) => {
    const { code, output } = await run([...NPM_CI, '--legacy-peer-deps'], { cwd: part });
    if (code !== 0) throw explain('Installing the editor under test', output);
  };
  try {
    await step(`installing the ${editor} editor under test into ${cache}`, async () => {
      await npmCi(partial);
      for (const part of PARTS.map((one) => join(partial, one))) {
        await leaveOut(Object.keys(dependencies), part);
        await npmCi(part);
      }
      await rename(partial, place).catch((error: unknown) => {
        // Another run was quicker.
        if (!editorInstalled(editor)) throw error;
      });
    });
  } finally {
    const leftovers = readdirSync(cache).filter((name) => name.startsWith(`${basename(place)}.partial-${process.pid}`));
    for (const name of leftovers) await rm(join(cache, name), { recursive: true, force: true });
  }
}

/** What the recipe brings itself is found above the part. One that the part wants comes from a git repository, which npm would clone. */
async function leaveOut(brought: readonly string[], part: string): Promise<void> {
  const edit = async <Content>(file: string, forget: (content: Content, name: string) => void) => {
    const content: Content = JSON.parse(await readFile(join(part, file), 'utf8'));
    for (const name of brought) forget(content, name);
    await writeFile(join(part, file), JSON.stringify(content, undefined, 2));
  };
  const notWanted = (by: Wants | undefined, name: string) => {
    delete by?.dependencies?.[name];
    delete by?.devDependencies?.[name];
  };
  await edit<Wants>('package.json', notWanted);
  await edit<Lockfile>('npm-shrinkwrap.json', ({ packages }, name) => {
    notWanted(packages[''], name);
    delete packages[`node_modules/${name}`];
  });
}
