import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The folder with the editor's own package.json and lockfile. */
export const EDITOR_RECIPE = import.meta.dirname;

/** Where the editor of this lockfile is installed: outside the checkout, so that fresh clones find it again. */
export function editorLocation(): string {
  const lockfile = readFileSync(join(EDITOR_RECIPE, 'package-lock.json'));
  const hash = createHash('sha256').update(lockfile).update(process.arch).digest('hex').slice(0, 12);
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return join(cache, 'daywatch', `editor-${hash}`);
}

/** The folder that `node` runs as code-server. */
export function codeServer(): string {
  const folder = join(editorLocation(), 'node_modules', 'code-server');
  if (existsSync(folder)) return folder;
  throw new Error(
    `The editor under test is not installed in ${editorLocation()}. Install it: node scripts/bootstrap.mjs tools`,
  );
}
