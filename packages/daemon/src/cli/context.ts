import { type Client, createClient } from '@daywatch/shared/client/client.ts';
import { type Failure, failureText, type Result } from '@daywatch/shared/client/result.ts';
import type { EnvironmentPlan, Plan } from '@daywatch/shared/vocabulary/plan.ts';
import type { Command } from 'commander';
import { systemClock } from '../clock.ts';
import { type LoadedPlan, loadPlan } from '../plan/load.ts';
import { planKinds } from '../plan-kinds.ts';
import type { Clock } from '../ports/clock.ts';
import { startIt } from '../runner/ending.ts';
import type { Surroundings } from '../settings.ts';
import { Complaint, PlanComplaint } from './complaint.ts';
import { type ExitCode, exitCode, exitCodeOfFailure } from './exit-code.ts';
import { type DaemonAddress, findDaemon } from './find-daemon.ts';
import { createPaint, type Paint } from './terminal/paint.ts';

/** Options that every command has. */
export interface CommonOptions {
  readonly plan?: string;
  readonly daemon?: string;
  readonly token?: string;
  readonly json?: boolean;
  readonly verbose?: boolean;
}

/** What every command works with. */
export interface Context {
  readonly surroundings: Surroundings;
  readonly clock: Clock;
  readonly paint: Paint;
  /** To standard output: what was asked for. */
  print(...lines: readonly string[]): void;
  /** To standard error: what went wrong, and how it is going. */
  tell(...lines: readonly string[]): void;
  exit(code: ExitCode): void;
}

export function createContext(surroundings: Surroundings, exit: (code: ExitCode) => void): Context {
  return {
    surroundings,
    clock: systemClock,
    paint: createPaint(surroundings.color),
    print: (...lines) => process.stdout.write(lines.map((line) => `${line}\n`).join('')),
    tell: (...lines) => process.stderr.write(lines.map((line) => `${line}\n`).join('')),
    exit,
  };
}

/** The options before and after the command's name, together. */
export const commonOptions = (command: Command): CommonOptions => command.optsWithGlobals<CommonOptions>();

export async function readPlan(
  { plan }: CommonOptions,
  { surroundings }: Context,
): Promise<Extract<LoadedPlan, { plan: Plan }>> {
  const loaded = await loadPlan({
    folder: surroundings.folder,
    file: plan,
    ...planKinds,
  });
  if ('plan' in loaded) return loaded;
  throw new PlanComplaint(loaded.problems, { text: loaded.text });
}

export function environmentOf({ environments }: Plan, name: string): EnvironmentPlan {
  const environment = environments[name];
  if (environment !== undefined) return environment;
  const hint = `It has ${Object.keys(environments).join(', ') || 'no environment at all'}.`;
  throw new Complaint(`The plan has no environment "${name}".`, { hint, code: exitCode.wrongUse });
}

export interface Connected extends DaemonAddress {
  readonly client: Client;
}

export function connect(options: CommonOptions, { surroundings }: Context): Connected {
  const address = findDaemon(options, surroundings);
  return { ...address, client: createClient(address) };
}

/** The value of an answer; a failure ends the command with its words. */
export function answerOf<T>(answer: Result<T>): T {
  if (answer.ok) return answer.value;
  throw complaintOf(answer.failure);
}

export function complaintOf(failure: Failure): Complaint {
  const [first = '', ...rest] = failureText(failure).split('\n');
  const hint = rest.length > 0 ? rest.join('\n') : hintFor(failure);
  return new Complaint(first, { code: exitCodeOfFailure(failure), ...(hint !== undefined && { hint }) });
}

function hintFor(failure: Failure): string | undefined {
  switch (failure.type) {
    case 'unreachable':
      return startIt;
    case 'not-understood':
      return 'Say where the daemon is: --daemon URL or DAYWATCH_URL.';
    case 'refused':
      return failure.problem.status === 401
        ? "--token or DAYWATCH_TOKEN says it; without them the one of this folder's own daemon is used."
        : undefined;
  }
}
