import { existsSync } from 'node:fs';
import { Socket } from 'node:net';
import { resolve } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { formatDuration, type Millis, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { followCommand } from './follow-command.ts';
import type { Clock } from './ports/clock.ts';
import type { CommandAnswer, CommandLine, Shell } from './ports/shell.ts';
import { type ShellPlace, spawnSh } from './spawn-sh.ts';

const usualSizeLimit = 8 * 1024 * 1024;
const keptComplaints = 4_000;
/** What the command left running may hold its output open: what it wrote until now is waited for this long. */
const outputLag = seconds(0.3);

/** A shell for the plan whose folder this is. */
export function createShell(options: {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
}): Shell {
  const { clock } = options;
  const own = Object.fromEntries(Object.entries(options.environment).filter(([name]) => !name.startsWith('DAYWATCH_')));
  return {
    run(command) {
      const folder = resolve(options.folder, command.folder ?? '.');
      return runCommand(command, { folder, environment: { ...own, ...command.environment }, clock });
    },
    follow(command) {
      const environment = { ...own, ...command.environment };
      return followCommand(command, { folder: options.folder, environment, clock });
    },
  };
}

/** For a plan that did not come from the daemon's own disk. */
export const refusingShell = (because: string): Shell => ({
  run: async () => ({ type: 'failed', because }),
  follow: () => ({ type: 'failed', because }),
});

type Ending =
  | { readonly type: 'exited'; readonly code: number | null; readonly signal: string | null }
  | { readonly type: 'failed'; readonly because: string };

async function runCommand(command: CommandLine, place: ShellPlace): Promise<CommandAnswer> {
  const { folder, clock } = place;
  const { line, timeout, signal, sizeLimit = usualSizeLimit } = command;
  if (signal.aborted) return { type: 'failed', because: 'given up before it began' };
  const { child, end, letGo } = spawnSh(line, place);
  const over = new AbortController();
  const output = collected();
  const complaints = collected();
  const ended = new Promise<Ending>((settle) => {
    child.once('error', (error) => settle({ type: 'failed', because: whyNotStarted(error, folder) }));
    child.once('exit', (code, by) => settle({ type: 'exited', code, signal: by }));
    child.stdout.on('data', (chunk: Buffer) => {
      output.add(chunk);
      if (output.size() > sizeLimit) settle({ type: 'failed', because: `it wrote more than ${sizeLimit} bytes` });
    });
    child.stderr.on('data', (chunk: Buffer) => complaints.add(chunk, keptComplaints));
    const giveUp = () => settle({ type: 'failed', because: 'given up' });
    signal.addEventListener('abort', giveUp, { once: true, signal: over.signal });
    void clock.sleep(timeout, over.signal).then(() => settle({ type: 'failed', because: notFinished(timeout) }));
  });
  const closed = new Promise<void>((settle) => child.once('close', () => settle()));
  try {
    const ending = await ended;
    if (ending.type === 'failed') await end();
    else await Promise.race([closed, clock.sleep(outputLag, over.signal)]);
    if (ending.type === 'failed') return ending;
    return { ...ending, output: output.text(), complaints: complaints.text().slice(-keptComplaints), folder };
  } finally {
    over.abort();
    letGo();
    for (const stream of [child.stdout, child.stderr]) {
      stream.removeAllListeners('data').resume();
      // Not closed: what the command left running may still write.
      if (stream instanceof Socket) stream.unref();
    }
  }
}

const notFinished = (timeout: Millis): string =>
  `not finished after ${formatDuration(timeout)}; it was ended with everything it had started`;

/** Chunks put together; with `keep`, only about the last so many bytes. */
function collected() {
  let chunks: Buffer[] = [];
  let size = 0;
  return {
    add(chunk: Buffer, keep = Number.POSITIVE_INFINITY): void {
      chunks.push(chunk);
      size += chunk.length;
      if (size <= 2 * keep) return;
      chunks = [Buffer.concat(chunks).subarray(-keep)];
      size = keep;
    },
    size: () => size,
    text(): string {
      const decoder = new StringDecoder('utf8');
      return decoder.write(Buffer.concat(chunks)) + decoder.end();
    },
  };
}

function whyNotStarted(error: Error, folder: string): string {
  if (!existsSync(folder)) return `the folder ${folder} does not exist`;
  if ('code' in error && error.code === 'ENOENT') return 'sh was not found in PATH';
  return error.message;
}
