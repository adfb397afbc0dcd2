import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Each editor's folder, with a package.json and a lockfile of its own. */
const RECIPES = { newest: import.meta.dirname, oldest: join(import.meta.dirname, 'oldest') };

/** `oldest` is the one that the extension promises in its `engines`. */
export type EditorName = keyof typeof RECIPES;

export const editorUnderTest: EditorName = process.env.DAYWATCH_EDITOR === 'oldest' ? 'oldest' : 'newest';

export type EditorRecipe = { folder: string; dependencies: Readonly<Record<string, string>> };

export function editorRecipe(editor: EditorName): EditorRecipe {
  const folder = RECIPES[editor];
  const { dependencies }: EditorRecipe = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return { folder, dependencies };
}

/** Where the editor of this lockfile is installed: outside the checkout, so that fresh clones find it again. */
export function editorLocation(editor: EditorName): string {
  const lockfile = readFileSync(join(RECIPES[editor], 'package-lock.json'));
  const hash = createHash('sha256').update(lockfile).update(process.arch).digest('hex').slice(0, 12);
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return join(cache, 'daywatch', `editor-${hash}`);
}

export type InstalledEditor = {
  /** The Node that runs it, and its extensions. */
  node: string;
  /** The folder that Node runs as code-server. */
  codeServer: string;
};

/** The editor under test. One that does not run on this Node brings its own. */
export function installedEditor(): InstalledEditor {
  const place = editorLocation(editorUnderTest);
  if (existsSync(place)) {
    const node = join(place, 'node_modules', '.bin', 'node');
    return {
      node: existsSync(node) ? node : process.execPath,
      codeServer: join(place, 'node_modules', 'code-server'),
    };
  }
  const asked = editorUnderTest === 'newest' ? '' : `DAYWATCH_EDITOR=${editorUnderTest} `;
  throw new Error(
    `The ${editorUnderTest} editor is not installed in ${place}. Install it: ${asked}node scripts/bootstrap.mjs tools`,
  );
}
