import { type Task, tasks, window } from 'vscode';

/**
 * Runs a task and answers its exit code; `undefined` when it could not start or was ended. VS Code itself says nothing
 * about a failed task of an extension.
 */
export async function runTask(task: Task): Promise<number | undefined> {
  const execution = await tasks.executeTask(task);
  return new Promise((resolve) => {
    const ended = tasks.onDidEndTaskProcess((event) => {
      if (event.execution !== execution) return;
      stop();
      resolve(event.exitCode);
    });
    const gone = tasks.onDidEndTask((event) => {
      if (event.execution !== execution) return;
      // A task whose process never began has no end of a process: this is all that is heard of it.
      setTimeout(() => {
        stop();
        resolve(undefined);
      }, 500);
    });
    const stop = () => {
      ended.dispose();
      gone.dispose();
    };
  });
}

/** Interrupted by the person (130) is no surprise; everything else that is not 0 is told. */
export async function tellFailure(what: string, code: number | undefined): Promise<void> {
  if (code === 0 || code === 130) return;
  const how = code === undefined ? 'could not run or was ended' : `ended with exit code ${code}`;
  await window.showErrorMessage(`${what} ${how}. The terminal says why.`);
}
