import { glob, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { instant, millis } from '@daywatch/shared/vocabulary/time.ts';
import type { RunnerLook } from '../ports/checklist-item.ts';
import type { BackupFound } from './judge-backup.ts';

interface File {
  /** As the glob found it. */
  readonly path: string;
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly changed: number;
}

/** A file that differs after so long is still being written. */
const growthSpan = millis(1_000);
/** What was last written so long ago grows no more. */
const settled = millis(60_000);

/** The newest file that a glob finds. Empty files do not count, nor do those that still grow. */
export async function backupInFiles(
  pattern: string,
  { folder, clock, signal }: Pick<RunnerLook, 'folder' | 'clock' | 'signal'>,
): Promise<BackupFound> {
  const lookAt = async (paths: readonly string[]): Promise<readonly File[]> =>
    (await Promise.all(paths.map((path) => fileAt(folder, path)))).filter((file) => file !== undefined);
  const paths: string[] = [];
  for await (const path of glob(pattern, { cwd: folder })) paths.push(path);
  const found = await lookAt(paths);
  if (found.length === 0) return { none: `there is no file ${pattern}` };
  const filled = found.filter(({ size }) => size > 0);
  const [first] = found;
  if (filled.length === 0 && first !== undefined) {
    const because = found.length === 1 ? `${first.path} is empty` : `all ${found.length} files ${pattern} are empty`;
    return { none: because };
  }
  const recent = filled.filter(({ changed }) => clock.now() - changed < settled);
  if (recent.length > 0) await clock.sleep(growthSpan, signal);
  const later = new Map((await lookAt(recent.map(({ path }) => path))).map((file) => [file.path, file]));
  const isGrowing = (file: File): boolean => {
    if (!recent.includes(file)) return false;
    const again = later.get(file.path);
    return again?.size !== file.size || again.changed !== file.changed;
  };
  const growing = filled.find(isGrowing);
  const [newest] = filled.filter((file) => !isGrowing(file)).sort((one, other) => other.changed - one.changed);
  if (newest === undefined) return { notYet: `${growing?.path} is still being written` };
  return {
    at: instant(Math.round(newest.changed)),
    what: newest.path,
    ...(growing && { growing: growing.path }),
  };
}

/** `undefined` for what is no file, and for what was taken away between the two looks. */
async function fileAt(folder: string, path: string): Promise<File | undefined> {
  try {
    const found = await stat(resolve(folder, path));
    return found.isFile() ? { path, size: found.size, changed: found.mtimeMs } : undefined;
  } catch {
    return undefined;
  }
}
