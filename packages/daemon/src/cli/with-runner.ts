import { dirname } from 'node:path';
import { createClient } from '@daywatch/shared/client/client.ts';
import type { EnvironmentPlan, Plan } from '@daywatch/shared/vocabulary/plan.ts';
import { rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import { checklistKinds } from '../checklist/registry.ts';
import { createOutbound } from '../outbound.ts';
import { secretMasker } from '../plan/secret-masker.ts';
import { secretsBeside } from '../plan/secrets-beside.ts';
import type { Ending } from '../runner/ending.ts';
import { openGit } from '../runner/git.ts';
import type { StepTools } from '../runner/run-step.ts';
import type { Tell } from '../runner/runner-event.ts';
import type { Daemon, RunnerTools } from '../runner/session.ts';
import { proxiesOf } from '../settings.ts';
import { stepKindsOf } from '../steps/registry.ts';
import { type CommonOptions, type Connected, type Context, connect, environmentOf, readPlan } from './context.ts';
import { exitCodeOf } from './exit-code.ts';
import { onInterruption } from './interruption.ts';
import { openScreen, type Screen } from './terminal/live-screen.ts';

export interface Workplace {
  readonly plan: Plan;
  readonly planText: string;
  readonly planFile: string;
  readonly environment: EnvironmentPlan;
  readonly tools: StepTools & Pick<RunnerTools, 'git' | 'tell' | 'checklistKinds'>;
  readonly screen: Screen;
}

/** The plan, the checkout and the terminal that a runner's command needs, opened and closed around `work`. */
export async function withRunner(
  name: string,
  options: CommonOptions,
  context: Context,
  work: (place: Workplace) => Promise<Ending>,
): Promise<void> {
  const { surroundings, clock, paint, print } = context;
  const { plan, file, text } = await readPlan(options, context);
  const environment = environmentOf(plan, name);
  // Steps speak of files beside the plan, wherever the command was typed.
  const folder = dirname(file);
  const { signal, release } = onInterruption();
  const outbound = createOutbound({ clock, proxy: proxiesOf(surroundings.environment) });
  const json = options.json === true;
  const terminal = {
    write: (written: string) => void process.stdout.write(written),
    size: () => ({ columns: process.stdout.columns ?? 100, rows: process.stdout.rows ?? 24 }),
    live: surroundings.live && !json,
  };
  const screen = openScreen({ terminal, paint, clock });
  const printJson: Tell = (event) => print(JSON.stringify({ at: rfc3339(clock.now()), ...event }));
  try {
    const ending = await work({
      plan,
      planText: text,
      planFile: file,
      environment,
      screen,
      tools: {
        folder,
        git: openGit(folder, surroundings.environment),
        checklistKinds,
        stepKinds: stepKindsOf({ sources: plan.sources, secrets: secretsBeside(file, surroundings.environment) }),
        environment: surroundings.environment,
        // Scripts read `.env` by themselves, and may print what stands there.
        mask: secretMasker(secretsBeside(file, surroundings.environment)),
        outbound,
        clock,
        signal,
        tell: json ? printJson : screen.tell,
      },
    });
    await screen.close();
    const code = exitCodeOf(ending);
    if (json)
      print(
        JSON.stringify({ at: rfc3339(clock.now()), ...ending, type: 'ended', ending: ending.type, exitCode: code }),
      );
    else tellEnding(ending, context);
    context.exit(code);
  } finally {
    await screen.close();
    release();
    await outbound.close();
  }
}

function tellEnding(ending: Ending, { paint, tell }: Context): void {
  if (ending.type === 'done') return;
  const sign = ending.type === 'interrupted' ? paint.caution('■') : paint.bad('✗');
  const [first, ...rest] = ending.because.split('\n');
  tell('', `${sign} ${paint.strong(first ?? '')}`, ...rest.map((line) => `  ${line}`));
  if (ending.hint !== undefined) tell(`  ${ending.hint}`);
}

export interface RunnerDaemon extends Connected {
  readonly daemon: Daemon;
}

export function connectRunner(options: CommonOptions, context: Context): RunnerDaemon {
  const connected = connect(options, context);
  const { url, client } = connected;
  return { ...connected, daemon: { client, reporting: (token) => createClient({ url, token }) } };
}
