import { accessSync, constants } from 'node:fs';
import { tmpdir } from 'node:os';
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
import { type Context, commonOptions } from './context.ts';
import { beginDemoProject, endDemoProject } from './demo-project.ts';
import { exitCode } from './exit-code.ts';
import { onInterruption } from './interruption.ts';

interface Options {
  readonly release: BadRelease;
  readonly all?: boolean;
  readonly pglite?: boolean;
  readonly keep?: boolean;
  readonly watch: string;
  /** A folder for a sample that the person deploys. */
  readonly project?: string;
  readonly end?: boolean;
}

const shortestWatch = seconds(20);

export const demo: AddCommand = (program, context) => {
  program
    .command('demo')
    .description('the product in three minutes: a shop, a good release, a bad one found and rolled back')
    .addOption(new Option('--release <name>', 'the bad release').choices(badReleaseNames).default('server-errors'))
    .option('--all', 'all bad releases, one after the other')
    .option('--watch <time>', 'how long each release is watched, 20s or longer', '40s')
    .option('--pglite', 'PGlite as the database, even if this machine has a PostgreSQL')
    .option('--keep', "leave the demo's folder where it is")
    .addOption(
      new Option(
        '--project <folder>',
        'no story: a sample service in this folder, which must be empty, to deploy yourself',
      ).conflicts(['release', 'all', 'pglite', 'keep']),
    )
    .option('--end', 'with --project: ends what runs for the sample')
    .action((options: Options, command) => begin(options, commonOptions(command).json === true, context));
};

async function begin(options: Options, json: boolean, context: Context): Promise<void> {
  const { watch, project, end } = options;
  const length = parseDuration(watch);
  if (length === undefined || length < shortestWatch) {
    throw new Complaint(`"${watch}" is no time to watch for.`, {
      hint: 'Write it like 40s; 20s at least.',
      code: exitCode.wrongUse,
    });
  }
  if (project !== undefined) return playProject({ folder: project, watch, json, end: end === true }, context);
  if (end !== true) return play(options, json, context);
  throw new Complaint('Which sample is to end?', { hint: '--project FOLDER --end', code: exitCode.wrongUse });
}

async function playProject(
  { end, ...order }: { folder: string; watch: string; json: boolean; end: boolean },
  context: Context,
): Promise<void> {
  const { signal, release: letGo } = onInterruption();
  try {
    await (end ? endDemoProject : beginDemoProject)({ ...order, signal }, context);
  } catch (error) {
    if (signal.aborted) context.exit(exitCode.interrupted);
    else throw error instanceof DemoFailure ? complaintOf(error) : error;
  } finally {
    letGo();
  }
}

async function play({ release, all, pglite, keep, watch }: Options, json: boolean, context: Context): Promise<void> {
  const { surroundings, clock, paint } = context;
  const { signal, release: letGo } = onInterruption();
  // With JSON asked for, the story is an aside.
  const stream = json ? process.stderr : process.stdout;
  const terminal = {
    write: (text: string) => void stream.write(text),
    size: () => ({ columns: stream.columns ?? 80, rows: stream.rows ?? 24 }),
    live: surroundings.live && !json,
  };
  const story = openStory({ terminal, paint, clock });
  const [node = process.execPath, script = ''] = surroundings.arguments;
  try {
    const findings = await runDemo(
      {
        repository: findRepository(import.meta.dirname),
        daywatch: [node, script],
        environment: surroundings.environment,
        releases: all === true ? badReleaseNames : [release],
        watch: { for: watch, every: '1s', settle: '5s' },
        pglite: pglite === true,
        keep: keep === true,
        reportFolder: writable(surroundings.folder) ? surroundings.folder : tmpdir(),
      },
      { story, paint, clock, signal, log: createLogger({ level: 'error' }), goodbye: () => goodbye(context, signal) },
    );
    if (json) context.print(JSON.stringify({ findings }));
  } catch (error) {
    if (signal.aborted) {
      story.say('Stopped. Nothing of the demo runs on.');
      context.exit(exitCode.interrupted);
    } else if (error instanceof DemoFailure) throw complaintOf(error);
    else throw error;
  } finally {
    story.close();
    letGo();
  }
}

function writable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
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
