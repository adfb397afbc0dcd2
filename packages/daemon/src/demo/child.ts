import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { seconds } from '@daywatch/shared/vocabulary/time.ts';
import type { Clock } from '../ports/clock.ts';
import { dyingWithParent } from './machine/dying-with-parent.ts';

export interface ChildOrder {
  readonly command: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly clock: Clock;
  /** Each line of its standard output. */
  readonly onLine?: (line: string) => void;
}

export interface Child {
  /** Exit code; `null` when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** The last lines it printed, standard error too. */
  lastLines(): string;
  /** Asks it to end, and makes it end when it does not. */
  stop(): Promise<void>;
}

const patience = seconds(10);

/**
 * A process in a session of its own: Ctrl-C reaches the demo alone, which stops what it started in order. Should the
 * demo be killed, the process goes with it.
 */
export function startChild({ command, folder, environment, clock, onLine }: ChildOrder): Child {
  const [file = '', ...args] = dyingWithParent('KILL', command);
  const child = spawn(file, args, {
    cwd: folder,
    env: environment,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const keep = (line: string) => {
    lines.push(line);
    if (lines.length > 30) lines.shift();
  };
  createInterface(child.stdout).on('line', (line) => {
    keep(line);
    onLine?.(line);
  });
  createInterface(child.stderr).on('line', keep);
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', (error) => {
      keep(error.message);
      resolve(127);
    });
    child.once('close', (code) => resolve(code));
  });
  return { ended, lastLines: () => lines.join('\n'), stop: () => stop(child, ended, clock) };
}

async function stop(child: ChildProcess, ended: Promise<unknown>, clock: Clock): Promise<void> {
  const waiting = new AbortController();
  signalGroup(child, 'SIGTERM');
  await Promise.race([ended, clock.sleep(patience, waiting.signal)]);
  waiting.abort();
  signalGroup(child, 'SIGKILL');
  await ended;
}

/** A script's own children are in its process group. */
function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // All of them have ended.
  }
}
