import { Command, CommanderError } from 'commander';
import { toProblemText } from '../plan/to-problem-text.ts';
import { version } from '../version.ts';
import type { AddCommand } from './add-command.ts';
import { Complaint, PlanComplaint } from './complaint.ts';
import type { Context } from './context.ts';
import { type ExitCode, exitCode } from './exit-code.ts';

/** The options before a command are those that every command has. */
export function createProgram(context: Context, commands: readonly AddCommand[]): Command {
  const program = new Command('daywatch')
    .description('Watches production for 24 hours after a deploy and says GO or NO-GO, with its reasons.')
    .version(version, '-V, --version')
    .option('--plan <file>', 'the plan; default: the nearest daywatch.yaml from here upwards')
    .option('--daemon <url>', 'where the daemon is; default: DAYWATCH_URL, or the one of this folder')
    .option('--token <token>', 'what the daemon lets you in with; default: DAYWATCH_TOKEN, or the one of this folder')
    .option('--json', 'print JSON')
    .option('--verbose', 'show the causes of what goes wrong')
    .showHelpAfterError('See daywatch --help, or daywatch COMMAND --help.')
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.print(text.trimEnd()),
      writeErr: (text) => context.tell(text.trimEnd()),
    });
  for (const add of commands) add(program, context);
  return program;
}

/** Runs the command line to its end; what goes wrong becomes words and an exit code. */
export async function runProgram(program: Command, context: Context): Promise<ExitCode | undefined> {
  try {
    // Said outright: under Electron as Node, commander would look for the arguments one place too early.
    await program.parseAsync([...context.surroundings.arguments], { from: 'node' });
    return undefined;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.ok : exitCode.wrongUse;
    if (!(error instanceof Complaint)) throw error;
    complain(error, context, program.opts<{ verbose?: boolean }>().verbose === true);
    return error.code;
  }
}

function complain(error: Complaint, { tell, paint, surroundings }: Context, verbose: boolean): void {
  if (error instanceof PlanComplaint) {
    const { problems, text } = error;
    tell(toProblemText({ problems, text, paint: { place: paint.strong, fault: paint.bad, aside: paint.quiet } }));
    return;
  }
  tell(surroundings.live ? `${paint.bad('✗')} ${error.message}` : error.message);
  if (error.hint !== undefined) tell(...error.hint.split('\n').map((line) => `  ${paint.quiet(line)}`));
  if (verbose && error.cause instanceof Error) tell(paint.quiet(error.cause.stack ?? error.cause.message));
}
