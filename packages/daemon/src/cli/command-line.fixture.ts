import { systemClock } from '../clock.ts';
import { commands } from './commands.ts';
import type { Context } from './context.ts';
import { createProgram, runProgram } from './program.ts';
import { createPaint } from './terminal/paint.ts';

export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The command line in this process, in a folder, as a pipe sees it. */
export function commandLine(folder: string, environment: Readonly<Record<string, string>> = {}) {
  return async (...words: readonly string[]): Promise<Said> => {
    let code = 0;
    const out: string[] = [];
    const err: string[] = [];
    const context: Context = {
      surroundings: {
        arguments: ['node', 'daywatch', ...words],
        environment,
        folder,
        live: false,
        color: false,
        canAsk: false,
      },
      clock: systemClock,
      paint: createPaint(false),
      print: (...lines) => void out.push(...lines),
      tell: (...lines) => void err.push(...lines),
      exit: (given) => {
        code = given;
      },
    };
    const failed = await runProgram(createProgram(context, commands), context);
    return { code: failed ?? code, out: out.join('\n'), err: err.join('\n') };
  };
}
