import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Problem } from '@daywatch/shared/vocabulary/problem.ts';
import { asNode, cleanEnvironment, type Program } from '../daemon.ts';

export interface PlanChecker {
  /** Every problem of this text. Rejects when the program cannot be run. */
  check(file: string, text: string): Promise<readonly Problem[]>;
  close(): void;
}

interface Waiting {
  resolve(problems: readonly Problem[]): void;
  reject(cause: Error): void;
}

interface Running {
  readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly waiting: Map<number, Waiting>;
}

/** The program that the extension brings checks plans as they are written: one process, started with the first plan. */
export function createPlanChecker({ node, main }: Program): PlanChecker {
  let running: Running | undefined;
  let asked = 0;

  function start(file: string): Running {
    const child = spawn(node, [main, 'check-texts'], {
      cwd: dirname(file),
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...cleanEnvironment(process.env), ...asNode },
    });
    const waiting = new Map<number, Waiting>();
    const started = { child, waiting };
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      // Its beginning says what; a stack follows.
      complaint = `${complaint}${text}`.slice(0, 500);
    });
    const over = (because: string) => {
      if (running === started) running = undefined;
      for (const { reject } of waiting.values()) reject(new Error(because));
      waiting.clear();
    };
    child.once('error', (cause) => over(cause.message));
    child.once('exit', () => over(complaint.trim() || 'the program that checks plans has ended'));
    // A pipe into a process that has ended: its exit says so.
    child.stdin.on('error', () => undefined);
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { id, problems } = JSON.parse(line) as { id: number; problems: readonly Problem[] };
      waiting.get(id)?.resolve(problems);
      waiting.delete(id);
    });
    return started;
  }

  return {
    check(file, text) {
      running ??= start(file);
      const { child, waiting } = running;
      const id = ++asked;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        child.stdin.write(`${JSON.stringify({ id, file, text })}\n`);
      });
    },
    close() {
      running?.child.kill();
      running = undefined;
    },
  };
}
