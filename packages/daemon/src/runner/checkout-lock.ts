import { closeSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import type { Clock } from '../ports/clock.ts';
import type { Git } from '../ports/git.ts';
import { type Ending, failed } from './ending.ts';
import { groupLives, startOf } from './process-start.ts';

const running = z.object({ pid: z.int().positive(), startedAt: z.string() });
const held = z.object({
  runner: running,
  /** `daywatch deploy production`. */
  what: z.string(),
  since: z.string(),
  /** The step that it is running, by the leader of its process group. */
  step: running.extend({ title: z.string() }).optional(),
});
type Held = z.infer<typeof held>;

/** One runner at work in a checkout. What it is running is known to the next one, even after `kill -9`. */
export interface CheckoutLock {
  /** Called when a step has started a process; answers the function to be called when it is over. */
  onProcess(title: string): (pid: number) => () => void;
  release(): void;
}

/** Does a runner's work with the checkout to itself, or says who has it. */
export async function inCheckout<Tools extends { readonly git: Pick<Git, 'ownFolder'>; readonly clock: Clock }>(
  what: string,
  tools: Tools,
  work: (tools: Tools & { readonly onProcess?: CheckoutLock['onProcess'] }) => Promise<Ending>,
): Promise<Ending> {
  const own = await tools.git.ownFolder();
  // That it is no checkout is for the work to say.
  if (own === undefined) return work(tools);
  const lock = lockCheckout(what, own, tools.clock);
  if ('type' in lock) return lock;
  try {
    return await work({ ...tools, onProcess: lock.onProcess });
  } finally {
    lock.release();
  }
}

/** Takes the checkout for one runner, or says who has it and what to do. `own`: the folder of the checkout's git. */
export function lockCheckout(what: string, own: string, clock: Clock): CheckoutLock | Ending {
  const folder = join(own, 'daywatch');
  const file = join(folder, 'runner.json');
  mkdirSync(folder, { recursive: true });
  const mine: Held = {
    runner: { pid: process.pid, startedAt: startOf(process.pid) ?? '' },
    what,
    since: rfc3339(clock.now()),
  };
  for (let attempt = 1; ; attempt += 1) {
    if (createWith(file, mine)) break;
    const other = readHeld(file);
    const refused = other === undefined ? undefined : stillAtWork(other);
    if (refused !== undefined) return refused;
    if (attempt === 3) return failed(`The checkout is taken: ${file} cannot be replaced.`, 'Look who writes it.');
    // What it tells of is gone. By name, so that of two that see this only one has taken it away.
    takeAway(file);
  }
  // What cannot be written down is no reason to break off a deploy.
  const write = (now: Held) => {
    const next = `${file}.${process.pid}`;
    try {
      writeFileSync(next, JSON.stringify(now));
      renameSync(next, file);
    } catch {
      rmSync(next, { force: true });
    }
  };
  return {
    onProcess: (title) => (pid) => {
      write({ ...mine, step: { pid, startedAt: startOf(pid) ?? '', title } });
      return () => write(mine);
    },
    release: () => rmSync(file, { force: true }),
  };
}

function stillAtWork({ runner, what, since, step }: Held): Ending | undefined {
  if (groupLives(runner, 'process')) {
    return failed(
      `Another runner is at work in this checkout: ${what} (process ${runner.pid}, since ${since}).`,
      'Wait for it, or end it with Ctrl-C.',
    );
  }
  if (step === undefined || !groupLives(step, 'group')) return undefined;
  return failed(
    `A step of an earlier runner still runs here: ${step.title} (process ${step.pid}, of ${what}).`,
    `Wait until it has ended, or end it with all that it started (kill -- -${step.pid}), and try again.`,
  );
}

/** False when the file is there. */
function createWith(file: string, content: Held): boolean {
  try {
    const opened = openSync(file, 'wx', 0o600);
    writeSync(opened, JSON.stringify(content));
    closeSync(opened);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** A file that was cut off while it was written tells of nobody. */
function readHeld(file: string): Held | undefined {
  try {
    return held.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
  } catch {
    return undefined;
  }
}

function takeAway(file: string): void {
  const aside = `${file}.${process.pid}.old`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  rmSync(aside, { force: true });
}
