import { spawnSync } from 'node:child_process';
import { type Millis, millis } from '@daywatch/shared/vocabulary/time.ts';
import type { Clock } from './ports/clock.ts';
import { descendantsOf } from './process-tree.ts';

export interface ProcessGroup {
  /** Asks all of its processes to end, and kills after `grace` those that have not. Resolves when none is left. */
  end(grace: Millis, clock: Clock): Promise<void>;
  /** Kills all of them at once. */
  kill(): void;
}

const pollEvery = millis(25);

/** The process `leader` and everything below it, also what has left its group, where `leader` was spawned detached. */
export function processGroup(leader: number | undefined): ProcessGroup {
  const send = (signal: NodeJS.Signals | 0): boolean => {
    if (leader === undefined) return false;
    if (signal !== 0 && process.platform === 'win32') return endTree(leader, signal);
    return signalProcesses(process.platform === 'win32' ? leader : -leader, signal);
  };
  return {
    async end(grace, clock) {
      const until = clock.elapsed() + grace;
      const strays = leader === undefined ? [] : descendantsOf(leader);
      const sendAll = (signal: NodeJS.Signals | 0): boolean =>
        [send(signal), ...strays.map((id) => signalProcesses(id, signal))].includes(true);
      sendAll('SIGTERM');
      while (sendAll(0) && clock.elapsed() < until) await clock.sleep(pollEvery);
      sendAll('SIGKILL');
    },
    kill: () => {
      const strays = leader === undefined ? [] : descendantsOf(leader);
      send('SIGKILL');
      for (const id of strays) signalProcesses(id, 'SIGKILL');
    },
  };
}

/** A negative id is the whole group. False when nobody is left. */
function signalProcesses(id: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(id, signal);
  } catch {
    return false;
  }
}

/** Windows has no groups and no TERM: the tree below the process is ended, gently first. */
function endTree(leader: number, signal: NodeJS.Signals): boolean {
  const force = signal === 'SIGKILL' ? ['/f'] : [];
  return spawnSync('taskkill', ['/pid', String(leader), '/t', ...force], { stdio: 'ignore' }).status === 0;
}
