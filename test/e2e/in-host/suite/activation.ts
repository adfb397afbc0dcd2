import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'mocha';
import * as vscode from 'vscode';
import { until } from './until.ts';
import { folder, health, planFile } from './window.ts';

const extension = () => {
  const found = vscode.extensions.getExtension('daywatch.daywatch');
  assert(found !== undefined);
  return found;
};

it('is awake where there is a plan', () => assert.equal(extension().isActive, true));

it('has registered every command of its manifest', async () => {
  const known = new Set(await vscode.commands.getCommands(true));
  const { commands } = extension().packageJSON.contributes as { commands: { command: string }[] };
  assert.deepEqual(
    commands.map(({ command }) => command).filter((command) => !known.has(command)),
    [],
  );
});

it('starts the daemon that it carries, and hears from it', () =>
  until(async () => assert.equal(await health(), 'No watch: nothing has been deployed to production yet.')));

it('speaks of the environment that the settings name', async () => {
  const settings = vscode.workspace.getConfiguration('daywatch');
  await settings.update('environment', 'staging', vscode.ConfigurationTarget.Workspace);
  await until(async () => assert.match(await health(), /nothing has been deployed to staging/));
  await settings.update('environment', undefined, vscode.ConfigurationTarget.Workspace);
  await until(async () => assert.match(await health(), /nothing has been deployed to production/));
});

it('finds the plan that the settings name, as soon as it is there', async () => {
  const settings = vscode.workspace.getConfiguration('daywatch');
  await settings.update('plan.path', 'ops/release.yaml', vscode.ConfigurationTarget.Workspace);
  await until(async () => assert.match(await health(), /^This folder has no daywatch\.yaml/));
  copyFileSync(planFile().fsPath, join(folder(), 'ops', 'release.yaml'));
  await until(async () => assert.match(await health(), /^No watch: /));
  await settings.update('plan.path', undefined, vscode.ConfigurationTarget.Workspace);
  await until(async () => assert.match(await health(), /^No watch: /));
});

it('opens the dashboard in a tab, once', async () => {
  const tabs = () => vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const dashboards = () => tabs().filter(({ input }) => input instanceof vscode.TabInputWebview);
  await vscode.commands.executeCommand('daywatch.openDashboard');
  await until(() =>
    assert.deepEqual(
      dashboards().map(({ label }) => label),
      ['Daywatch: production'],
    ),
  );
  await vscode.commands.executeCommand('daywatch.openDashboard');
  assert.equal(dashboards().length, 1);
  await vscode.window.tabGroups.close(dashboards());
});
