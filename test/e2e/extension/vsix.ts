import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const EXTENSION = join(import.meta.dirname, '../../../packages/vscode-extension');

export type Vsix = { path: string; bytes: number };

/** Packs the built extension, as `npm run package` does. */
export async function packDaywatch(folder: string): Promise<Vsix> {
  const path = join(folder, 'daywatch.vsix');
  await promisify(execFile)(process.execPath, ['pack.ts', path], { cwd: EXTENSION });
  return { path, bytes: (await stat(path)).size };
}
