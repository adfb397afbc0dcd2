import { readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { explain, PlainFailure } from './plain-failure.mjs';
import { run } from './run.mjs';
import { step } from './step.mjs';

/**
 * One package as npm's lockfile has it.
 * @typedef {{ version?: string, integrity?: string, link?: boolean, optional?: boolean }} Locked
 */

const NEEDED_GB = 1;

/**
 * @param {string} path
 * @returns {Record<string, Locked> | undefined}
 */
function lockedPackages(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/**
 * Whether node_modules holds what the lockfile says, by npm's own record of what it has installed.
 * Packages for other platforms are optional and may be absent.
 * @param {string} root
 */
export function packagesInstalled(root) {
  const wanted = lockedPackages(join(root, 'package-lock.json')) ?? {};
  const found = lockedPackages(join(root, 'node_modules/.package-lock.json'));
  if (found === undefined) return false;
  return Object.entries(wanted).every(([path, { version, integrity, optional }]) => {
    if (!path.includes('node_modules/')) return true;
    const installed = found[path];
    if (installed === undefined) return optional === true;
    return installed.version === version && installed.integrity === integrity;
  });
}

/**
 * Runs `npm ci`.
 * @param {string} root
 */
export async function installPackages(root) {
  const disk = await statfs(root);
  const free = (disk.bavail * disk.bsize) / 1e9;
  if (free < NEEDED_GB) throw new PlainFailure(`The disk has ${free.toFixed(1)} GB free; ${NEEDED_GB} GB is needed.`);

  // The npm that runs this script, or the one on PATH.
  const { npm_execpath: npm, npm_node_execpath: node = process.execPath } = process.env;
  const command = npm === undefined ? ['npm'] : [node, npm];
  await step('installing packages', async () => {
    const { code, output } = await run([...command, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: root,
    }).catch(() => {
      throw new PlainFailure('npm is missing. Install it: apt-get install npm');
    });
    if (code !== 0) throw explain('npm ci', output);
  });
}
