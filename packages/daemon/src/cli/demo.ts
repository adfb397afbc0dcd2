import { createInterface } from 'node:readline/promises';
import { parseDuration, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { Option } from 'commander';
import { type BadRelease, badReleaseNames } from '../demo/bad-releases.ts';
import { DemoFailure } from '../demo/demo-failure.ts';
import { findRepository } from '../demo/find-repository.ts';
import { runDemo } from '../demo/run-demo.ts';
import { openStory } from '../demo/story.ts';
import { createLogger } from '../log.ts';
import type { AddCommand } from './add-command.ts';
import { Complaint } from './complaint.ts';
import type { Context } from './context.ts';
import { exitCode } from './exit-code.ts';
import { onInterruption } from './interruption.ts';

interface Options {
  readonly release: BadRelease;
  readonly all?: boolean;
  readonly keep?: boolean;
  readonly watch: string;
}

const shortestWatch = seconds(20);

export const demo: AddCommand = (program, context) => {
  program
    .command('demo')
    .description('the product in three minutes: a shop, a good release, a bad one found and rolled back')
    .addOption(new Option('--release <name>', 'the bad release').choices(badReleaseNames).default('slow-query'))
    .option('--all', 'all bad releases, one after the other')
    .option('--watch <time>', 'how long each release is watched, 20s or longer', '40s')
    .option('--keep', "leave the demo's folder where it is")
    .action((options: Options) => play(options, context));
};

async function play({ release, all, keep, watch }: Options, context: Context): Promise<void> {
  const { surroundings, clock, paint } = context;
  const length = parseDuration(watch);
  if (length === undefined || length < shortestWatch) {
    throw new Complaint(`"${watch}" is no time to watch for.`, {
      hint: 'Write it like 40s; 20s at least.',
      code: exitCode.wrongUse,
    });
  }
  const { signal, release: letGo } = onInterruption();
  const terminal = {
    write: (text: string) => void process.stdout.write(text),
    size: () => ({ columns: process.stdout.columns ?? 80, rows: process.stdout.rows ?? 24 }),
    live: surroundings.live,
  };
  const story = openStory({ terminal, paint, clock });
  const [node = process.execPath, script = ''] = surroundings.arguments;
  try {
    await runDemo(
      {
        repository: findRepository(import.meta.dirname),
        daywatch: [node, script],
        environment: surroundings.environment,
        releases: all === true ? badReleaseNames : [release],
        watch: { for: watch, every: '1s', settle: '5s' },
        keep: keep === true,
        reportFolder: surroundings.folder,
      },
      { story, paint, clock, signal, log: createLogger({ level: 'error' }), goodbye: () => goodbye(context, signal) },
    );
  } catch (error) {
    if (signal.aborted) context.exit(exitCode.interrupted);
    else if (error instanceof DemoFailure) throw complaintOf(error);
    else throw error;
  } finally {
    story.close();
    letGo();
  }
}

/** At a terminal everything stays up until the person has looked around. */
async function goodbye({ surroundings, paint }: Context, signal: AbortSignal): Promise<void> {
  if (!surroundings.canAsk) return;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const enough = new AbortController();
  terminal.once('SIGINT', () => enough.abort());
  terminal.once('close', () => enough.abort());
  const ends = AbortSignal.any([signal, enough.signal]);
  const question = `\n  ${paint.strong('Enter or Ctrl-C ends the demo')}; the dashboard stays until then. `;
  await terminal.question(question, { signal: ends }).catch(() => '');
  terminal.close();
}

function complaintOf({ message, hint, wrongPlace, cause }: DemoFailure): Complaint {
  return new Complaint(message, {
    cause,
    ...(hint !== undefined && hint !== '' && { hint }),
    ...(wrongPlace && { code: exitCode.wrongUse }),
  });
}
