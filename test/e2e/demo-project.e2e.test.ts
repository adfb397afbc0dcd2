import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@daywatch/daemon/src/demo/machine/temporary-folder.ts';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { holdLeash, type Leash } from '../support/leash.ts';
import { type Editor, openEditor } from './editor/open-editor.ts';
import { modal } from './editor/parts/modal.ts';
import { quickPick } from './editor/parts/quick-pick.ts';
import { runCommand } from './editor/parts/run-command.ts';
import { statusItem } from './editor/parts/status-item.ts';
import { toast } from './editor/parts/toast.ts';
import { openViews } from './editor/parts/tree.ts';
import { webview } from './editor/parts/webview.ts';
import { daemonOf } from './extension/daemon-of.ts';
import { packDaywatch } from './extension/vsix.ts';

// It waits for an editor, two deploys and a rollback.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 180_000 });

const home = temporaryFolder('demo-project');
const folder = join(home, 'tea house');
let leash: Leash;
let editor: Editor;

const status = () => statusItem(editor.page, 'daywatch.daywatch.daywatch.verdict');
const says = (words: RegExp) => expect.poll(() => status().text().catch(String), { timeout: 60_000 }).toMatch(words);

async function demo(choice: RegExp): Promise<void> {
  await runCommand(editor.page, 'Daywatch: Try It with a Demo…');
  await (await quickPick(editor.page)).choose(choice);
}

async function deploy(version: string): Promise<void> {
  await runCommand(editor.page, 'Deploy: Production');
  const question = await modal(editor.page);
  expect(await question.message()).toContain(`Deploy ${version} `);
  await question.click('Deploy');
  await says(/^Watching/);
}

beforeAll(async () => {
  mkdirSync(folder);
  leash = holdLeash();
  const { path } = await packDaywatch(home);
  editor = await openEditor({ vsix: path, folder, leash, env: { HOME: home } });
});

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await editor?.screenshot(`failed: ${task.name}`);
});

afterAll(async () => {
  await editor?.stop();
  await leash.release();
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
});

it('lets somebody who has nothing but the extension deploy, fail and roll back', async () => {
  await openViews(editor.page, 'Daywatch');
  await editor.page.getByText('This folder has no').waitFor();
  await editor.screenshot('demo-nothing');
  await runCommand(editor.page, 'Daywatch: Try It with a Demo…');
  const choices = await quickPick(editor.page);
  await editor.screenshot('demo-where');
  await choices.choose(/In This Folder/);
  await webview(editor.page).getByRole('heading', { name: '2. A bad one' }).waitFor({ timeout: 60_000 });
  await says(/No deployment yet/);
  const { client } = daemonOf(folder);
  const [site = ''] = /http:\S+/.exec(readFileSync(join(folder, 'daywatch.yaml'), 'utf8')) ?? [];
  expect((await fetch(`${site}/healthz`)).status).toBe(200);
  await editor.screenshot('demo-readme');

  await deploy('1.1.0');
  await demo(/Put 1\.2\.0 on Staging/);
  await toast(editor.page, '1.2.0 is on staging: deploy it.');
  await editor.screenshot('demo-staged');
  await deploy('1.2.0');
  await says(/^NO-GO/);
  const alarm = await toast(editor.page, 'recommends a rollback of 1.2.0');
  expect(await alarm.message()).toContain('Orders that fail');
  await editor.screenshot('demo-no-go');
  await alarm.click('Roll Back…');
  await (await modal(editor.page)).click('Roll Back');
  await says(/^Rolled back · 1\.0\.0/);
  await editor.screenshot('demo-rolled-back');

  await demo(/End the Demo/);
  await expect.poll(async () => (await client.health()).ok, { timeout: 30_000 }).toBe(false);
  await expect.poll(() => fetch(site).then(String, () => 'ended')).toBe('ended');
});
