import { type Disposable, type Task, tasks } from 'vscode';
import type { Cockpit } from '../cockpit.ts';
import { type DaywatchTaskDefinition, daywatchTask } from './daywatch-task.ts';

/** `daywatch` tasks: offered in the list of tasks, and usable from `tasks.json`. */
export function registerTasks(cockpit: Cockpit): Disposable {
  return tasks.registerTaskProvider('daywatch', {
    provideTasks() {
      if (cockpit.model().connection.state === 'no-plan') return [];
      const environment = cockpit.settings().environment;
      return (['prepare', 'deploy', 'rollback', 'verify'] as const).map((action) =>
        daywatchTask(cockpit, { type: 'daywatch', action, environment }),
      );
    },
    // The very same definition object must come back.
    resolveTask: (task: Task) =>
      daywatchTask(
        cockpit,
        task.definition as DaywatchTaskDefinition,
        [],
        task.scope as Parameters<typeof daywatchTask>[3],
      ),
  });
}
