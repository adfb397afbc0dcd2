import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Socket } from 'node:net';
import { constants } from 'node:os';
import { formatDuration, seconds } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import { defineStepKind, type StepResult, type StepRun } from '../ports/step.ts';
import { processGroup } from '../process-group.ts';

const options = z.strictObject({
  run: z
    .string()
    .min(1)
    .meta({ description: 'A command line for sh, run in the checkout. It passes with exit code 0.' }),
});

/** How long a process may take to end after TERM before it is killed. */
const grace = seconds(5);
/** A process that the step left running may hold the output open: what it wrote until now is waited for this long. */
const outputLag = seconds(0.3);

/** `${ref}`, `${version}` and `${commit}` reach the command as environment variables: no value is ever read as code. */
export const run = defineStepKind({
  type: 'run',
  summary: 'Runs a command line in the checkout; exit code 0 passes.',
  options,
  title: ({ run: line }) => line,
  execute: ({ run: line }, step) => runCommand(line, step),
});

type Ending =
  | { readonly type: 'exited'; readonly code: number | null; readonly signal: NodeJS.Signals | null }
  | { readonly type: 'not-started'; readonly because: string }
  | { readonly type: 'timed-out' }
  | { readonly type: 'aborted' };

async function runCommand(line: string, step: StepRun): Promise<StepResult> {
  if (step.signal.aborted) return { outcome: 'interrupted', exitCode: null, because: 'interrupted before it began' };
  // One pipe for both streams: its lines are in the order in which they were written.
  const child = spawn('sh', ['-c', `exec 2>&1\n${line}`], {
    cwd: step.folder,
    env: { ...step.environment, ...step.variables },
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  child.stdout.setEncoding('utf8').on('data', step.onOutput);
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const exited = new Promise<Ending>((resolve) => {
    child.once('error', (error) => resolve({ type: 'not-started', because: whyNotStarted(error, step.folder) }));
    child.once('exit', (code, signal) => resolve({ type: 'exited', code, signal }));
  });
  const ended = child.pid === undefined ? undefined : step.onProcess?.(child.pid);
  const group = processGroup(child.pid);
  process.once('exit', group.kill);
  const over = new AbortController();
  try {
    const ending = await Promise.race([
      exited,
      step.clock.sleep(step.timeout, over.signal).then((): Ending => ({ type: 'timed-out' })),
      aborted(step.signal, over.signal),
    ]);
    if (ending.type === 'timed-out' || ending.type === 'aborted') {
      await group.end(grace, step.clock);
      await exited;
    }
    await Promise.race([closed, step.clock.sleep(outputLag, over.signal)]);
    return resultOf(ending, step);
  } finally {
    over.abort();
    ended?.();
    process.off('exit', group.kill);
    child.stdout.off('data', step.onOutput).resume();
    // Not closed: what the step left running may still write.
    if (child.stdout instanceof Socket) child.stdout.unref();
  }
}

function aborted(signal: AbortSignal, until: AbortSignal): Promise<Ending> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve({ type: 'aborted' }), { once: true, signal: until });
  });
}

function resultOf(ending: Ending, { timeout }: StepRun): StepResult {
  switch (ending.type) {
    case 'timed-out':
      return { outcome: 'timed-out', exitCode: null, because: `not finished after ${formatDuration(timeout)}` };
    case 'aborted':
      return { outcome: 'interrupted', exitCode: null, because: 'interrupted' };
    case 'not-started':
      return { outcome: 'failed', exitCode: null, because: ending.because };
    case 'exited':
      if (ending.signal !== null) return { outcome: 'failed', exitCode: null, because: `ended by ${ending.signal}` };
      if (ending.code === 0) return { outcome: 'passed', exitCode: 0, because: 'exit code 0' };
      return { outcome: 'failed', exitCode: ending.code, because: becauseOfCode(ending.code) };
  }
}

/** How a shell reports what it could not run, and a signal that ended its command. */
function becauseOfCode(code: number | null): string {
  if (code === 126) return 'exit code 126: not executable';
  if (code === 127) return 'exit code 127: command not found';
  const signal = Object.entries(constants.signals).find(([, number]) => code === 128 + number)?.[0];
  return signal === undefined ? `exit code ${code}` : `exit code ${code}: ended by ${signal}`;
}

function whyNotStarted(error: Error, folder: string): string {
  if (!existsSync(folder)) return `the folder ${folder} does not exist`;
  if ('code' in error && error.code === 'ENOENT') return 'sh was not found in PATH (on Windows, Git brings one)';
  return error.message;
}
