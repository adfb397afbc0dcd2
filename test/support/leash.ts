import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export type Leash = {
  /** Goes into the environment of what is started; its descendants inherit it, detached ones too. */
  env: { DAYWATCH_TEST_LEASH: string };
  /** Kills whatever still runs with that environment. */
  release(): Promise<void>;
};

/**
 * Ends a whole tree of processes, detached daemons included, when released or when this process is gone, killed or not.
 * It works by the environment in /proc, so on Linux alone; elsewhere only those who end by themselves do.
 */
export function holdLeash(): Leash {
  const id = randomUUID();
  const env = { DAYWATCH_TEST_LEASH: id };
  if (!existsSync('/proc/self/environ')) return { env, release: async () => {} };
  const mark = `DAYWATCH_TEST_LEASH=${id}`;
  const keeper = spawn(process.execPath, [join(import.meta.dirname, 'leash-keeper.ts'), mark], {
    // In a session of its own, out of reach of the terminal's Ctrl+C.
    detached: true,
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const ended = once(keeper, 'exit');
  return {
    env,
    async release() {
      keeper.stdin.end();
      await ended;
    },
  };
}
