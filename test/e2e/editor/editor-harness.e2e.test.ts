import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@daywatch/daemon/src/demo/machine/temporary-folder.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type EditorName, editorRecipe, editorUnderTest } from './editor-location.ts';
import { type Editor, openEditor } from './open-editor.ts';
import { modal } from './parts/modal.ts';
import { quickPick } from './parts/quick-pick.ts';
import { runCommand } from './parts/run-command.ts';
import { statusItem } from './parts/status-item.ts';
import { terminalText } from './parts/terminal-text.ts';
import { toast } from './parts/toast.ts';
import { openViews, tree } from './parts/tree.ts';
import { webview } from './parts/webview.ts';
import { sampleExtension } from './sample-extension.ts';

const MANIFEST = join(import.meta.dirname, '../../../packages/vscode-extension/package.json');

const folder = temporaryFolder('sample');
let editor: Editor;

beforeAll(async () => {
  const workspace = join(folder, 'workspace');
  mkdirSync(workspace);
  editor = await openEditor({ vsix: await sampleExtension(folder), folder: workspace });
});

afterAll(async () => {
  await editor?.stop();
  rmSync(folder, { recursive: true });
});

const status = () => statusItem(editor.page, 'daywatch-test.sample.verdict');

/** code-server 4.105.1 is VS Code 1.105.1. */
const versionIn = (recipe: EditorName) => editorRecipe(recipe).dependencies['code-server']?.replace(/^4\./, '1.');

it('is the version that is meant, and the oldest is the one that the extension promises', async () => {
  expect(await editor.evaluate((vscode) => vscode.version)).toBe(versionIn(editorUnderTest));
  const { engines }: { engines: { vscode: string } } = JSON.parse(readFileSync(MANIFEST, 'utf8'));
  expect(engines.vscode).toBe(versionIn('oldest')?.replace(/^(1\.\d+)\.\d+$/, '^$1.0'));
});

it('reads a status item', async () => {
  await status().locator.waitFor();
  expect(await status().text()).toBe('waiting');
  expect(await status().label()).toContain('Sample says waiting');
  expect(await (await status().hover()).innerText()).toContain('How the sample is');
});

it('runs code in the extension host', async () => {
  const found = await editor.evaluate(
    (vscode, id) => vscode.extensions.getExtension(id)?.isActive,
    'daywatch-test.sample',
  );
  expect(found).toBe(true);
});

it('answers a modal dialog', async () => {
  await runCommand(editor.page, 'Sample: Ask');
  const dialog = await modal(editor.page);
  expect(await dialog.message()).toBe('Deploy to production?');
  expect(await dialog.detail()).toBe('9f8d111');
  expect(await dialog.buttons()).toEqual(expect.arrayContaining(['Deploy', 'Cancel']));
  await dialog.click('Deploy');
  await expect.poll(() => status().text()).toBe('deploying');
});

it('chooses from a quick pick', async () => {
  await runCommand(editor.page, 'Sample: Pick');
  const versions = await quickPick(editor.page);
  await expect.poll(() => versions.title()).toBe('Version');
  expect(await versions.options()).toEqual(['1.4.1', '1.4.2']);
  await versions.choose('1.4.2');
  await expect.poll(() => status().text()).toBe('picked 1.4.2');
});

it('clicks a button of a notification', async () => {
  await runCommand(editor.page, 'Sample: Alarm');
  const alarm = await toast(editor.page, 'Error rate');
  expect(await alarm.message()).toBe('Error rate 4.1 %');
  expect(await alarm.buttons()).toEqual(['Roll Back', 'Snooze']);
  await expect.poll(() => status().kind()).toBe('error');
  await alarm.click('Roll Back');
  await expect.poll(() => status().text()).toBe('clicked Roll Back');
});

it('ticks a row of a tree', async () => {
  await openViews(editor.page, 'Sample');
  const checks = tree(editor.page, /Checks/);
  await checks.row('backup').waitFor();
  expect(await checks.rows()).toHaveLength(2);
  await checks.checkbox('backup').click();
  await expect.poll(() => status().text()).toBe('backup checked');
});

it('looks into a webview', async () => {
  await runCommand(editor.page, 'Sample: Show');
  await expect.poll(() => webview(editor.page).getByRole('heading').innerText()).toBe('Shown');
});

it('reads what a task prints', async () => {
  await editor.evaluate(async (vscode) => {
    const [task] = await vscode.tasks.fetchTasks({ type: 'sample' });
    if (task !== undefined) await vscode.tasks.executeTask(task);
  });
  await expect.poll(() => terminalText(editor.page)).toContain('exit code soon 42');
});

it('takes a picture, and finds the extension again after a reload', async () => {
  expect(await editor.screenshot('editor-harness')).toMatch(/editor-harness\.png$/);
  await editor.reload();
  await expect.poll(() => status().text().catch(String)).toBe('waiting');
});
