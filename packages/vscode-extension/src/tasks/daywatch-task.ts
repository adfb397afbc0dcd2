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
import { taskWithoutDaemon } from './task-without-daemon.ts';

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

/** Said when it cannot begin. */
export const notDone: Readonly<Record<RunnerAction, string>> = {
  prepare: t('Nothing was prepared.'),
  deploy: t('Nothing was deployed.'),
  rollback: t('Nothing was rolled back.'),
  verify: t('Nothing was verified.'),
};

/** The runner as a task; without a daemon, one that says so: VS Code would show a task that throws as its own error. */
export function daywatchTask(
  cockpit: Cockpit,
  definition: DaywatchTaskDefinition,
  extraArguments: readonly string[] = [],
  scope: WorkspaceFolder | TaskScope = workspace.workspaceFolders?.[0] ?? TaskScope.Workspace,
): Task {
  const { action, environment = cockpit.settings().environment } = definition;
  const execution =
    cockpit.model().connection.state === 'online'
      ? runner(cockpit, [action, environment], extraArguments)
      : taskWithoutDaemon(cockpit, notDone[action]);
  const task = new Task(definition, scope, `${titles[action]} ${environment}`, 'daywatch', execution, ['$daywatch']);
  // The runner says itself what it does; its command line would be three lines of paths.
  task.presentationOptions = { reveal: TaskRevealKind.Always, clear: true, echo: false, showReuseMessage: false };
  return task;
}

/** The same program as in a shell or in CI, in a terminal of its own. */
function runner(
  cockpit: Cockpit,
  command: readonly [RunnerAction, string],
  extraArguments: readonly string[],
): ProcessExecution {
  const { program, folder } = cockpit;
  const plan = cockpit.plan();
  const { url, token } = cockpit.daemon();
  return new ProcessExecution(
    program.node,
    [program.main, ...command, ...(plan === undefined ? [] : ['--plan', plan]), '--daemon', url, ...extraArguments],
    {
      ...(folder !== undefined && { cwd: folder }),
      env: { ...asNode, ...(token !== undefined && { DAYWATCH_TOKEN: token }) },
    },
  );
}
