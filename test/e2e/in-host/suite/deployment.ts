import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'mocha';
import * as vscode from 'vscode';
import { until } from './until.ts';
import { daemon, folder, health } from './window.ts';

const offered = () => vscode.tasks.fetchTasks({ type: 'daywatch' });

async function taskFor(name: string): Promise<vscode.Task> {
  const task = (await offered()).find((one) => one.name === name);
  assert(task !== undefined, `no task ${name}`);
  return task;
}

/** Runs a task to its end; `whileItRuns` is what a person does meanwhile. */
async function exitCodeOf(task: vscode.Task, whileItRuns?: () => Promise<void>): Promise<number | undefined> {
  let listening: vscode.Disposable | undefined;
  const ended = new Promise<number | undefined>((resolve) => {
    listening = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
      if (execution.task.name === task.name) resolve(exitCode);
    });
  });
  await vscode.tasks.executeTask(task);
  await whileItRuns?.();
  const code = await ended;
  listening?.dispose();
  return code;
}

/** Runs a command, and presses Enter for as long as it asks. */
async function confirming(command: string, given: unknown): Promise<void> {
  let running = true;
  const done = Promise.resolve(vscode.commands.executeCommand(command, given)).finally(() => {
    running = false;
  });
  while (running) await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
  await done;
}

const production = async () => {
  const answer = await daemon().client.environment({ environment: 'production' });
  assert(answer.ok);
  return answer.value;
};

it('offers what the runner can do as tasks', async () =>
  assert.deepEqual(
    (await offered()).map(({ name }) => name),
    ['Prepare production', 'Deploy production', 'Roll back production', 'Verify production'],
  ));

it('a task ends with the exit code of the runner', async () => {
  assert.equal(await exitCodeOf(await taskFor('Verify production')), 0);
  const settings = vscode.workspace.getConfiguration('daywatch');
  await settings.update('environment', 'staging', vscode.ConfigurationTarget.Workspace);
  await until(() => taskFor('Verify staging'));
  assert.equal(await exitCodeOf(await taskFor('Verify staging')), 1);
  await settings.update('environment', undefined, vscode.ConfigurationTarget.Workspace);
});

it('prepares a deployment, and signs what only a person can say', async () => {
  await vscode.commands.executeCommand('daywatch.prepare');
  const planned = await until(async () => {
    const { planned: found } = await production();
    assert(found !== undefined);
    return found;
  });
  await until(async () => {
    await confirming('daywatch.toggleSignOff', { deployment: planned.id, item: 'reviewed' });
    const [item] = (await production()).planned?.checklist ?? [];
    assert.equal(item?.state, 'passed');
  });
});

it('offers the command of an open item in a terminal', async () => {
  const { planned } = await production();
  assert(planned !== undefined);
  await until(async () => {
    const { planned: now } = await production();
    assert.equal(now?.checklist.find(({ id }) => id === 'ready')?.state, 'failed');
  });
  await confirming('daywatch.showItem', { deployment: planned.id, item: 'ready' });
  await until(() => assert(vscode.window.terminals.some(({ name }) => name === 'Checklist')));
  writeFileSync(join(folder(), '.daywatch', 'ready'), '');
});

it('deploys as a task, and every step comes over the stream', async () => {
  const code = await exitCodeOf(await taskFor('Deploy production'), async () => {
    const terminal = await until(() => {
      const found = vscode.window.terminals.find(({ name }) => name.includes('Deploy production'));
      assert(found !== undefined);
      return found;
    });
    terminal.sendText('y');
  });
  assert.equal(code, 0);
  await until(async () => assert.match(await health(), /^shop 1\.0\.0 \(\w{7}\) on production: Watching/));
  await until(async () => assert.match(await health(), /- The shop answers: \w+, /));
});

it('lets a muted criterion speak again', async () => {
  const criterion = 'healthy';
  const body = { criterion, reason: 'the site is being moved', for: '30m' };
  await daemon().client.silence({ environment: 'production', body });
  await until(async () => assert.equal((await production()).verdict.silences.length, 1));
  await until(async () => {
    await vscode.commands.executeCommand('daywatch.silenceCriterion', { environment: 'production', criterion });
    assert.deepEqual((await production()).verdict.silences, []);
  });
});

it('opens the report of what was deployed', async () => {
  await vscode.commands.executeCommand('daywatch.openReport');
  await until(() => {
    const labels = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
    assert(
      labels.some((label) => label === 'shop 1.0.0 in production'),
      labels.join(),
    );
  });
});
