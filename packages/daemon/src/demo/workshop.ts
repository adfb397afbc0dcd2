import type { Clock } from '../ports/clock.ts';
import { type Child, startChild } from './child.ts';
import { DemoFailure } from './demo-failure.ts';

/** Where the demo works and with what; all acts share it. */
export interface Workshop {
  /** The repository of Daywatch. */
  readonly repository: string;
  /** Everything of this run lies here. */
  readonly folder: string;
  /** The command line of `daywatch`, without arguments. */
  readonly daywatch: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly clock: Clock;
  /** Aborts when the person has seen enough. */
  readonly signal: AbortSignal;
}

export interface Run {
  readonly command: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly onLine?: (line: string) => void;
}

export interface Ran {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a command to its end; with the demo it is stopped. */
export async function run(order: Run, { clock, signal }: Pick<Workshop, 'clock' | 'signal'>): Promise<Ran> {
  signal.throwIfAborted();
  const child: Child = startChild({ ...order, clock });
  const stop = () => void child.stop();
  signal.addEventListener('abort', stop, { once: true });
  const code = await child.ended;
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  return { code, output: child.lastLines() };
}

/** The same for a command that must succeed; `what` begins the sentence that says it did not. */
export async function runWell(what: string, order: Run, workshop: Pick<Workshop, 'clock' | 'signal'>): Promise<string> {
  const { code, output } = await run(order, workshop);
  if (code === 0) return output;
  const lines = output.trim().split('\n');
  // A program that throws ends with the version of Node.
  const reason = lines.find((line) => /^\w*Error: /.test(line)) ?? lines.at(-1);
  throw new DemoFailure(`${what} failed: ${reason || `exit code ${code}`}`, { hint: output });
}
