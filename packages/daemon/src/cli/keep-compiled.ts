import { existsSync, lstatSync, mkdirSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Compiled once, kept in the temporary folder of the system: the next start is quicker. V8 runs what it finds there
 * without a look at the source, so it must be a folder that nobody else can write into; else every start compiles anew.
 */
export function keepCompiled(): void {
  const folder = folderOfOnesOwn(tmpdir());
  if (folder !== undefined) enableCompileCache(folder);
}

/** A folder in one that is everybody's; `undefined` where somebody else was quicker, or nothing can be written. */
export function folderOfOnesOwn(everybodys: string): string | undefined {
  // Windows has no such number, and a temporary folder for each user.
  const user = process.getuid?.();
  const folder = join(everybodys, user === undefined ? 'daywatch-compiled' : `daywatch-compiled-${user}`);
  try {
    if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
    const found = lstatSync(folder);
    const isOwn = user === undefined || (found.uid === user && (found.mode & 0o022) === 0);
    return found.isDirectory() && isOwn ? folder : undefined;
  } catch {
    return undefined;
  }
}
