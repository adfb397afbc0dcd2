import { existsSync } from 'node:fs';
import { explain, PlainFailure } from '../plain-failure.mjs';
import { run } from '../run.mjs';
import { step } from '../step.mjs';

const QUIET = ['-qq', '-o', 'DPkg::Lock::Timeout=120', '-o', 'Dpkg::Use-Pty=0'];

/** `[]` as root, `['sudo', '-n']` where sudo asks no password, undefined where packages cannot be installed. */
async function privilege(): Promise<readonly string[] | undefined> {
  if (process.getuid?.() === 0) return [];
  const sudo = await run(['sudo', '-n', 'true']).catch(() => ({ code: 1 }));
  return sudo.code === 0 ? ['sudo', '-n'] : undefined;
}

/** apt-get with the rights it needs, or a failure that says what to do by hand. */
async function aptFor(packages: readonly string[]): Promise<(...args: readonly string[]) => Promise<void>> {
  const byHand = `apt-get install ${packages.join(' ')}`;
  if (!existsSync('/usr/bin/apt-get')) {
    throw new PlainFailure(
      `Missing: ${packages.join(', ')}. This machine has no apt-get; on Debian the command is: ${byHand}`,
    );
  }
  const as = await privilege();
  if (as === undefined) throw new PlainFailure(`Missing: ${packages.join(', ')}. Install with: sudo ${byHand}`);
  return async (...args) => {
    const command = [...as, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...QUIET, ...args];
    const { code, output } = await run(command);
    if (code !== 0) throw explain(`apt-get ${args.join(' ')}`, output);
  };
}

/** Reads the package lists anew, for packages that are wanted and not known yet. */
export async function readPackageLists(packages: readonly string[]): Promise<void> {
  const apt = await aptFor(packages);
  await step('reading the package lists', () => apt('update'));
}

/** Installs Debian packages, or says which command does. */
export async function installDebianPackages(packages: readonly string[]): Promise<void> {
  const apt = await aptFor(packages);
  await step('reading the package lists', () => apt('update'));
  await step(`installing ${packages.join(', ')}`, () => apt('install', '-y', '--no-install-recommends', ...packages));
}
