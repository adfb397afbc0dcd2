import { basename, dirname } from 'node:path';
import { minutes } from '@daywatch/shared/vocabulary/time.ts';
import { isRotatedName } from './rotated-name.ts';

interface SeenFile {
  readonly path: string;
  /** As it was at the last look; of a daemon that did not keep it, not known. */
  readonly changedAt?: number | undefined;
}

/** A writer keeps its renamed file for a while before it opens the new one. */
export const goneAfter = minutes(2);

/**
 * Whether its writer had gone on to another of the files when they were last looked at, and so it was read to its end:
 * rotation removes such a file, or compresses it.
 */
export function wasOver(file: SeenFile, files: readonly SeenFile[]): boolean {
  const { path, changedAt } = file;
  if (changedAt === undefined) return false;
  return files.some(
    (other) =>
      (other.changedAt ?? 0) - changedAt >= goneAfter &&
      isLaterName(basename(path), basename(other.path)) &&
      dirname(other.path) === dirname(path),
  );
}

/** shop.log is written after shop.log.1, and each shop-2026-12-02.log or shop.2.log may be after another of them. */
const isLaterName = (name: string, other: string): boolean =>
  isRotatedName(other, name) || withoutNumbers(other) === withoutNumbers(name);

const withoutNumbers = (name: string): string => name.replace(/\d+/g, '0');
