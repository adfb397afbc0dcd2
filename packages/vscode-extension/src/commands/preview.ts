import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { RunnerPreview } from '@daywatch/shared/api/runner-preview.ts';
import type { Cockpit } from '../cockpit.ts';
import { asNode } from '../daemon.ts';

const run = promisify(execFile);

/** What the runner would do, from the runner itself: the editor does not guess. */
export async function previewOf(
  cockpit: Cockpit,
  command: readonly ['deploy' | 'rollback', string],
): Promise<{ readonly facts: RunnerPreview } | { readonly problem: string }> {
  const { program, folder } = cockpit;
  const { url, token } = cockpit.daemon();
  const plan = cockpit.plan();
  const planArguments = plan === undefined ? [] : ['--plan', plan];
  try {
    const { stdout } = await run(
      program.node,
      [program.main, ...command, ...planArguments, '--daemon', url, '--preview', '--json'],
      {
        cwd: folder,
        env: { ...process.env, ...asNode, NO_COLOR: '1', ...(token !== undefined && { DAYWATCH_TOKEN: token }) },
        timeout: 60_000,
      },
    );
    const { runnerPreview } = await import('@daywatch/shared/api/runner-preview.ts');
    return { facts: runnerPreview.parse(JSON.parse(stdout)) };
  } catch (cause) {
    return { problem: problemOf(cause) };
  }
}

/** The words of the command line, without its sign and its lines: a notification has one. */
function problemOf(cause: unknown): string {
  const stderr = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : '';
  const words = stderr !== '' ? stderr : cause instanceof Error ? cause.message : String(cause);
  return words.replace(/^✗ /, '').replace(/\s*\n\s*/g, ' ');
}
