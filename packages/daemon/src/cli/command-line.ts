import { readSurroundings } from '../settings.ts';
import type { AddCommand } from './add-command.ts';
import { commandOf } from './command-of.ts';
import { createContext } from './context.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import { createProgram, runProgram } from './program.ts';
import { serve } from './serve.ts';

/** The whole command line, to the end of the process. */
export async function runCommandLine(): Promise<void> {
  // A reader who has seen enough (`daywatch deploy … | head`) is no fault, and no reason to stop half-way: nor may it
  // change the exit code, which says GO with a 0.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
    });
  }

  let code: ExitCode = exitCode.ok;
  const context = createContext(readSurroundings(), (given) => {
    code = given;
  });
  try {
    const commands = await commandsFor(context.surroundings.arguments.slice(2));
    code = (await runProgram(createProgram(context, commands), context)) ?? code;
  } catch (bug) {
    console.error('This is a fault of Daywatch itself:', bug);
    code = exitCode.bug;
  }
  // Connections that are kept alive would hold the process for some seconds more.
  process.stdout.write('', () => process.exit(code));
}

/** A daemon needs nothing of what the other commands bring, for months. */
const commandsFor = async (words: readonly string[]): Promise<readonly AddCommand[]> =>
  commandOf(words) === 'serve' ? [serve] : (await import('./commands.ts')).commands;
