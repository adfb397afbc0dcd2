import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@daywatch/daemon/src/demo/machine/temporary-folder.ts';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { runCommand } from './editor/parts/run-command.ts';
import { statusItem } from './editor/parts/status-item.ts';
import { openViews, tree } from './editor/parts/tree.ts';
import { webview } from './editor/parts/webview.ts';
import { type EditorOnADay, editorOnADay } from './extension/editor-on-a-day.ts';
import { packDaywatch } from './extension/vsix.ts';
import { seriousFindings } from './serious-findings.ts';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 180_000 });

const folder = temporaryFolder('editor-on-a-day');
let day: EditorOnADay;

beforeAll(async () => {
  const { path } = await packDaywatch(folder);
  day = await editorOnADay({ folder, vsix: path });
});

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await day?.editor.screenshot(`failed: ${task.name}`);
});

afterAll(async () => {
  await day?.close();
  rmSync(folder, { recursive: true, force: true });
});

const status = () => statusItem(day.editor.page, 'daywatch.daywatch.daywatch.verdict');

it('shows each change of the verdict', async () => {
  const took: number[] = [];
  for (let change = 0; change < 4; change += 1) took.push(await day.turn());
  console.log(`verdict to status bar: ${took.join(', ')} ms`);
  expect(took).toHaveLength(4);
  expect(await status().kind()).toBe('error');
});

describe.each([
  ['hc-black', 'Default High Contrast', 'vscode-high-contrast'],
  ['hc-light', 'Default High Contrast Light', 'vscode-high-contrast-light'],
])('in high contrast, %s', (shade, theme, bodyClass) => {
  beforeAll(async () => {
    await day.editor.evaluate(
      (vscode, name) => vscode.workspace.getConfiguration('workbench').update('colorTheme', name, true),
      theme,
    );
    await day.editor.page.locator(`.monaco-workbench.${shade}`).waitFor();
  });

  it('has everything that a decision takes', async () => {
    const { page } = day.editor;
    await openViews(page, 'Daywatch');
    await expect.poll(() => tree(page, /Criteria/).rows()).toContainEqual(expect.stringMatching(/, failing, /));
    await day.editor.evaluate((vscode) => vscode.commands.executeCommand('daywatch.deploys.focus'));
    await expect.poll(() => tree(page, /Deploys/).rows()).toContainEqual(expect.stringMatching(/^1\.4\.2, /));
    await day.editor.evaluate((vscode) => vscode.commands.executeCommand('notifications.showList'));
    const alarm = page
      .locator('.notifications-center .notification-list-item')
      .filter({ hasText: 'recommends a rollback' });
    await alarm.first().waitFor();
    await day.editor.screenshot(`${shade}-no-go`);
    await day.editor.evaluate((vscode) => vscode.commands.executeCommand('notifications.hideList'));
    const tooltip = await status().hover();
    await expect.poll(() => tooltip.innerText()).toMatch(/Criterion\s+Now\s+Accepted/);
    await day.editor.screenshot(`${shade}-tooltip`);
    await page.mouse.move(640, 300);
  });

  it('shows a dashboard in which axe finds nothing serious', async () => {
    const { page } = day.editor;
    await runCommand(page, 'Daywatch: Open Dashboard');
    const dashboard = webview(page);
    await dashboard.getByRole('heading', { name: /^NO-GO/ }).waitFor();
    expect(await dashboard.locator('body').getAttribute('class')).toContain(bodyClass);
    const frame = await (await dashboard.locator('body').elementHandle())?.ownerFrame();
    if (frame === null || frame === undefined) throw new Error('the dashboard has no frame');
    expect(await seriousFindings(frame)).toEqual([]);
    await day.editor.screenshot(`${shade}-dashboard`);
  });

  it('marks a problem of the plan, and explains a key', async () => {
    const { page, evaluate } = day.editor;
    await evaluate(
      async (vscode, path) => {
        const document = await vscode.workspace.openTextDocument(vscode.Uri.file(path));
        const editor = await vscode.window.showTextDocument(document);
        const at = document.positionAt(document.getText().indexOf('severity: critical'));
        await editor.edit((edit) => edit.replace(new vscode.Range(at, at.translate(0, 'severity'.length)), 'severty'));
        const key = document.positionAt(document.getText().indexOf('limit:') + 1);
        editor.selection = new vscode.Selection(key, key);
        editor.revealRange(new vscode.Range(at, key), vscode.TextEditorRevealType.InCenter);
      },
      join(folder, 'shop', 'daywatch.yaml'),
    );
    await page.locator('.squiggly-error').first().waitFor();
    await evaluate((vscode) => vscode.commands.executeCommand('editor.action.showHover'));
    await page.locator('.monaco-hover:not(.hidden)').filter({ hasText: 'limit' }).first().waitFor();
    await day.editor.screenshot(`${shade}-plan`);
    await evaluate((vscode) => vscode.commands.executeCommand('undo'));
    await evaluate((vscode) => vscode.commands.executeCommand('workbench.action.closeAllEditors'));
  });
});
