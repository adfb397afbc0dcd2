import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { seconds } from '@daywatch/shared/vocabulary/time.ts';
import type { Clock } from './ports/clock.ts';
import { processGroup } from './process-group.ts';

/** How long a process may take to end after TERM before it is killed. */
const grace = seconds(1);

/** Where a command of the plan runs, and with what. */
export interface ShellPlace {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
}

export interface ShellProcess {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  /** Ends it and everything that it has started. */
  end(): Promise<void>;
  /** It is over: this process no longer has to take it along when it ends. */
  letGo(): void;
}

/** Starts a command line in a process group of its own, which does not outlive this process. */
export function spawnSh(line: string, { folder, environment, clock }: ShellPlace): ShellProcess {
  const child = spawn('sh', ['-c', line], {
    cwd: folder,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  const group = processGroup(child.pid);
  process.once('exit', group.kill);
  return { child, end: () => group.end(grace, clock), letGo: () => void process.off('exit', group.kill) };
}
