import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';

/** Packs the extension in `folder` into the file `into` as it is: built, with nothing of node_modules. */
export async function packExtension(folder: string, into: string): Promise<string> {
  const vsce = createRequire(import.meta.url).resolve('@vscode/vsce/vsce');
  const options = ['--no-dependencies', '--allow-missing-repository', '--skip-license', '--no-rewrite-relative-links'];
  await promisify(execFile)(process.execPath, [vsce, 'package', ...options, '--out', into], { cwd: folder });
  return into;
}
