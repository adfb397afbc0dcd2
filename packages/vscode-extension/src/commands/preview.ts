import type { RunnerPreview } from '@daywatch/shared/api/runner-preview.ts';
import type { Cockpit } from '../cockpit.ts';
import { runProgram } from './run-program.ts';

export type Preview = { readonly facts: RunnerPreview } | { readonly problem: string };

/** What the runner would do, from the runner itself: the editor does not guess. */
export async function previewOf(cockpit: Cockpit, command: readonly ['deploy' | 'rollback', string]): Promise<Preview> {
  const { program, folder } = cockpit;
  const { url, token } = cockpit.daemon();
  const plan = cockpit.plan();
  const planArguments = plan === undefined ? [] : ['--plan', plan];
  const words = [...command, ...planArguments, '--daemon', url, '--preview', '--json'];
  try {
    const env = token === undefined ? {} : { DAYWATCH_TOKEN: token };
    const said = await runProgram(program, words, { cwd: folder, env });
    const { runnerPreview } = await import('@daywatch/shared/api/runner-preview.ts');
    return { facts: runnerPreview.parse(JSON.parse(said)) };
  } catch (cause) {
    return { problem: cause instanceof Error ? cause.message : String(cause) };
  }
}
