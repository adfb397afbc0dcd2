import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

/** People wait for a download, and a bundle that grows has usually swallowed something by mistake. */
const largest = 1_500_000;

const [written = 'daywatch.vsix'] = process.argv.slice(2);
const vsix = resolve(written);
const vsce = createRequire(import.meta.url).resolve('@vscode/vsce/vsce');
await promisify(execFile)(process.execPath, [vsce, 'package', '--no-dependencies', '--out', vsix]);
const { size } = await stat(vsix);
console.log(`${vsix}: ${size.toLocaleString('en')} bytes`);
if (size > largest) throw new Error(`The package is larger than ${largest.toLocaleString('en')} bytes.`);
