import { existsSync } from 'node:fs';

const SETPRIV = '/usr/bin/setpriv';

/**
 * The command line that runs `command` so that the kernel ends it with `signal` when the process that spawned it is
 * gone, for whatever reason. Without setpriv (outside Linux) the command runs as it is.
 * The kernel watches the spawning thread: call it from a main thread.
 */
export function dyingWithParent(signal: 'KILL' | 'QUIT', command: readonly string[], as?: string): readonly string[] {
  if (!existsSync(SETPRIV)) return command;
  const user = as === undefined ? [] : [`--reuid=${as}`, `--regid=${as}`, '--init-groups'];
  return [SETPRIV, `--pdeathsig=${signal}`, ...user, ...command];
}
