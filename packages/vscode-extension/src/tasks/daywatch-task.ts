import { t } from '@vscode/l10n';
import {
  ProcessExecution,
  Task,
  type TaskDefinition,
  TaskRevealKind,
  TaskScope,
  type WorkspaceFolder,
  workspace,
} from 'vscode';
import type { Cockpit } from '../cockpit.ts';
import { asNode } from '../daemon.ts';

export type RunnerAction = 'prepare' | 'deploy' | 'rollback' | 'verify';

export interface DaywatchTaskDefinition extends TaskDefinition {
  readonly type: 'daywatch';
  readonly action: RunnerAction;
  readonly environment?: string;
}

const titles: Readonly<Record<RunnerAction, string>> = {
  prepare: t('Prepare'),
  deploy: t('Deploy'),
  rollback: t('Roll back'),
  verify: t('Verify'),
};

/** The runner as a task: the same program as in a shell or in CI, in a terminal of its own. */
export function daywatchTask(
  cockpit: Cockpit,
  definition: DaywatchTaskDefinition,
  extraArguments: readonly string[] = [],
  scope: WorkspaceFolder | TaskScope = workspace.workspaceFolders?.[0] ?? TaskScope.Workspace,
): Task {
  const { program, folder } = cockpit;
  const plan = cockpit.plan();
  const { action, environment = cockpit.settings().environment } = definition;
  const { url, token } = cockpit.daemon();
  const execution = new ProcessExecution(
    program.node,
    [
      program.main,
      action,
      environment,
      ...(plan === undefined ? [] : ['--plan', plan]),
      '--daemon',
      url,
      ...extraArguments,
    ],
    {
      ...(folder !== undefined && { cwd: folder }),
      env: { ...asNode, ...(token !== undefined && { DAYWATCH_TOKEN: token }) },
    },
  );
  const task = new Task(definition, scope, `${titles[action]} ${environment}`, 'daywatch', execution, ['$daywatch']);
  // The runner says itself what it does; its command line would be three lines of paths.
  task.presentationOptions = { reveal: TaskRevealKind.Always, clear: true, echo: false, showReuseMessage: false };
  return task;
}
