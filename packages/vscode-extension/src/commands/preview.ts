import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type RunnerPreview, runnerPreview } from '@daywatch/shared/api/runner-preview.ts';
import type { EnvironmentView } from '@daywatch/shared/api/views.ts';
import { phaseWords } from '@daywatch/shared/present/words.ts';
import type { Cockpit } from '../cockpit.ts';
import { asNode } from '../daemon.ts';

const run = promisify(execFile);

/** What the runner would do, from the runner itself: the editor does not guess. */
export async function previewOf(
  { program, plan, folder, daemon }: Cockpit,
  command: readonly ['deploy' | 'rollback', string],
): Promise<{ readonly facts: RunnerPreview } | { readonly problem: string }> {
  const { url, token } = daemon();
  const planArguments = plan === undefined ? [] : ['--plan', plan];
  try {
    const { stdout } = await run(
      program.node,
      [program.main, ...command, ...planArguments, '--daemon', url, '--preview', '--json'],
      {
        cwd: folder,
        env: { ...process.env, ...asNode, ...(token !== undefined && { DAYWATCH_TOKEN: token }) },
        timeout: 60_000,
      },
    );
    return { facts: runnerPreview.parse(JSON.parse(stdout)) };
  } catch (cause) {
    return { problem: problemOf(cause) };
  }
}

function problemOf(cause: unknown): string {
  const stderr = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : '';
  return stderr !== '' ? stderr : cause instanceof Error ? cause.message : String(cause);
}

export interface Question {
  readonly question: string;
  readonly detail: string;
}

const short = (commit: string): string => commit.slice(0, 7);
const mostCommits = 8;

const listed = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  • ${line}`)];

const shortened = (commits: readonly string[]): string[] => {
  const more = commits.length - mostCommits;
  return [...commits.slice(0, mostCommits), ...(more > 0 ? [`and ${more} more`] : [])];
};

/** The confirmation of a deploy: commit, steps, rollback target, and what runs there now. Pure. */
export function describeDeploy(
  environment: string,
  facts: RunnerPreview,
  running?: EnvironmentView['deployment'],
): Question {
  const { version, commit, steps, target, commits, warnings } = facts;
  const back =
    target === undefined ? 'No rollback target is known.' : `A rollback would go to ${target.version} (${target.ref}).`;
  const now =
    running === undefined ? [] : [`There now: ${running.version} (${phaseWords[running.phase].toLowerCase()}).`];
  return {
    question: `Deploy ${version} (${short(commit)}) to ${environment}?`,
    detail: [
      ...now,
      back,
      ...listed('Commits:', shortened(commits)),
      ...listed(
        'Steps:',
        steps.map(({ title }) => title),
      ),
      ...listed('Mind:', warnings),
    ].join('\n'),
  };
}

/** The confirmation of a rollback: where it goes and what it undoes. Pure. */
export function describeRollBack(environment: string, facts: RunnerPreview, reasons: readonly string[]): Question {
  const { version, target, commits, steps, warnings } = facts;
  return {
    question: `Roll ${environment} back from ${version} to ${target?.version ?? 'the last stable version'}?`,
    detail: [
      ...reasons,
      ...listed(
        commits.length === 1 ? 'This undoes one commit:' : `This undoes ${commits.length} commits:`,
        shortened(commits),
      ),
      ...listed(
        'Steps:',
        steps.map(({ title }) => title),
      ),
      ...listed('Mind:', warnings),
    ].join('\n'),
  };
}
