import { hostname } from 'node:os';
import { dirname } from 'node:path';
import type { RunnerWork } from '@daywatch/shared/api/views.ts';
import { rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import { systemIds } from '../ids.ts';
import type { Ending } from '../runner/ending.ts';
import { openGit } from '../runner/git.ts';
import { rollBack } from '../runner/rollback.ts';
import { tagVersion } from '../runner/tag-version.ts';
import { waitForWork } from '../runner/wait-for-work.ts';
import type { AddCommand } from './add-command.ts';
import { Complaint } from './complaint.ts';
import { type CommonOptions, type Context, commonOptions, environmentOf, readPlan } from './context.ts';
import { exitCode, exitCodeOf } from './exit-code.ts';
import { onInterruption } from './interruption.ts';
import { tagLines } from './tag-lines.ts';
import { localTime } from './terminal/local-time.ts';
import { connectRunner, type RunnerDaemon, withRunner } from './with-runner.ts';

interface Shift {
  readonly name: string;
  readonly runner: string;
  readonly host: string;
  readonly common: CommonOptions;
  readonly context: Context;
  readonly connected: RunnerDaemon;
}

export const runner: AddCommand = (program, context) => {
  program
    .command('runner <environment>')
    .description(
      'waits in this checkout: takes the rollback that the plan wants to happen by itself, tags stable versions',
    )
    .option('--once', 'end after the first thing that was done')
    .action(async (name: string, { once }: { once?: boolean }, command) => {
      const common = commonOptions(command);
      const connected = connectRunner(common, context);
      await checkPlace(name, common, context);
      const shift: Shift = { name, runner: systemIds().next(), host: hostname(), common, context, connected };
      const { signal, release } = onInterruption();
      const say = sayer(shift);
      say('waiting', `waiting for work in ${name}; Ctrl-C ends it`);
      const failedOn: string[] = [];
      try {
        for (;;) {
          const work = await waitForWork(
            {
              environment: name,
              runner: shift.runner,
              host: shift.host,
              client: connected.client,
              clock: context.clock,
              signal,
              onDaemon: (state) =>
                state === 'back' ? say('daemon-back', 'the daemon is back') : say('daemon-away', state.away),
            },
            failedOn,
          );
          if (work === undefined) break;
          if ('because' in work && work.type !== 'roll-back') throw complaintOf(work);
          if (work.type !== 'roll-back' && work.type !== 'tag') break;
          const done = await (work.type === 'roll-back' ? rollBackNow(work, shift) : tagNow(shift));
          if (!done) failedOn.push(work.deployment);
          if (once === true) return context.exit(done ? exitCode.ok : exitCode.failed);
          if (signal.aborted) break;
          say('waiting', `waiting for work in ${name}`);
        }
        say('stopped', 'no longer waiting');
        context.exit(exitCode.ok);
      } finally {
        release();
      }
    });
};

/** What would only be noticed in the night is noticed now. */
async function checkPlace(name: string, common: CommonOptions, context: Context): Promise<void> {
  const { plan, file } = await readPlan(common, context);
  const { rollback } = environmentOf(plan, name);
  const git = openGit(dirname(file), context.surroundings.environment);
  if (!(await git.isCheckout())) throw new Complaint(`${dirname(file)} is not a git checkout.`);
  if (rollback?.automatic !== true) {
    const hint = 'With `automatic: true` under `rollback` it would also roll back.';
    context.tell(
      `The plan lets nobody roll ${name} back by itself: this runner only tags stable versions.`,
      `  ${hint}`,
    );
  }
}

/** The very same path as `daywatch rollback`, without the question. */
async function rollBackNow(work: Extract<RunnerWork, { type: 'roll-back' }>, shift: Shift): Promise<boolean> {
  const { name, runner: id, host, common, context, connected } = shift;
  sayer(shift)('roll-back', `rolling ${work.version} back: ${work.because.join('; ')}`);
  let ending: Ending | undefined;
  await withRunner(name, common, context, async ({ screen, tools, plan, environment }) => {
    ending = await rollBack(
      {
        plan,
        environment,
        reason: work.because[0] ?? 'the verdict recommends it',
        automatic: { runner: id, host },
        confirm: async () => true,
      },
      { ...tools, daemon: connected.daemon },
    );
    if (ending.type === 'done' && common.json !== true) {
      await screen.close();
      context.print('', `${context.paint.good('✓')} ${context.paint.strong(`${name} runs the version before again`)}`);
    }
    return ending;
  });
  return ending?.type === 'done';
}

async function tagNow(shift: Shift): Promise<boolean> {
  const { name, common, context, connected } = shift;
  const { plan, file } = await readPlan(common, context);
  const git = openGit(dirname(file), context.surroundings.environment);
  const { client, url } = connected;
  const { signal, release } = onInterruption();
  const outcome = await tagVersion(environmentOf(plan, name), { git, client, url, signal }).finally(release);
  if (outcome.type === 'tagged') {
    if (common.json === true) context.print(JSON.stringify({ at: rfc3339(context.clock.now()), ...outcome }));
    else context.print(...tagLines(outcome, context.paint));
    return true;
  }
  if (outcome.type !== 'done') {
    const hint = outcome.hint === undefined ? [] : [`  ${outcome.hint}`];
    context.tell(`${context.paint.bad('✗')} ${outcome.because}`, ...hint);
  }
  return false;
}

function complaintOf(ending: Exclude<Ending, { type: 'done' }>): Complaint {
  const { because, hint } = ending;
  return new Complaint(because, { code: exitCodeOf(ending), ...(hint !== undefined && { hint }) });
}

/** One line for each change, with its time: nobody sits in front of it. */
const sayer =
  ({ name, host, common, context }: Shift) =>
  (type: string, text: string): void => {
    const now = context.clock.now();
    if (common.json === true) context.print(JSON.stringify({ at: rfc3339(now), type, environment: name, host, text }));
    else context.print(`${context.paint.quiet(localTime(rfc3339(now)))} ${text}`);
  };
