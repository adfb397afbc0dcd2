import { rmSync } from 'node:fs';
import { temporaryFolder } from '@daywatch/daemon/src/demo/machine/temporary-folder.ts';
import type { EnvironmentView } from '@daywatch/shared/api/views.ts';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { holdLeash, type Leash } from '../support/leash.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { openPage } from './browser.ts';
import { activationOf } from './editor/activation-of.ts';
import { type Editor, openEditor } from './editor/open-editor.ts';
import { modal } from './editor/parts/modal.ts';
import { quickPick } from './editor/parts/quick-pick.ts';
import { runCommand } from './editor/parts/run-command.ts';
import { statusItem } from './editor/parts/status-item.ts';
import { terminalText } from './editor/parts/terminal-text.ts';
import { toast } from './editor/parts/toast.ts';
import { openViews, tree } from './editor/parts/tree.ts';
import { webview } from './editor/parts/webview.ts';
import { daemonOf } from './extension/daemon-of.ts';
import { chartsIn, lookAtDashboard } from './extension/look-at-dashboard.ts';
import { openShop, type Shop } from './extension/open-shop.ts';
import { packDaywatch, type Vsix } from './extension/vsix.ts';

// Each test waits for a deploy, a watch or an editor: on a busy machine they take their time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

const folder = temporaryFolder('extension');
let leash: Leash;
let postgres: PostgresServer;
let vsix: Vsix;
let shop: Shop;
let editor: Editor;

const open = (settings = {}) =>
  openEditor({ vsix: vsix.path, folder: shop.folder, env: shop.variables, leash, settings });
const status = () => statusItem(editor.page, 'daywatch.daywatch.daywatch.verdict');
const says = (words: RegExp, timeout = 30_000) =>
  expect.poll(() => status().text().catch(String), { timeout }).toMatch(words);
const criteria = () => tree(editor.page, /Criteria|Steps/);
const daemon = () => daemonOf(shop.folder);

async function production(): Promise<EnvironmentView> {
  const answer = await daemon().client.environment({ environment: 'production' });
  if (!answer.ok) throw new Error(JSON.stringify(answer.failure));
  return answer.value;
}

beforeAll(async () => {
  leash = holdLeash();
  [postgres, vsix] = await Promise.all([startPostgres(), packDaywatch(folder)]);
  shop = await openShop({ folder, postgresUrl: postgres.url, watch: { for: '60s', every: '1s' }, rate: 30, leash });
  await shop.deploy();
  editor = await open();
});

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await editor?.screenshot(`failed: ${task.name}`);
});

afterAll(async () => {
  await editor?.stop();
  await shop?.close();
  await leash.release();
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
});

it('starts the daemon that it carries, and itself within a second', async () => {
  await says(/No deployment yet/);
  const activation = await activationOf(editor, 'daywatch.daywatch');
  console.log(`vsix ${vsix.bytes} bytes; activation ${JSON.stringify(activation)} ms`);
  expect(vsix.bytes).toBeLessThan(1_500_000);
  // The target is 150 ms on a quiet machine; one that does other things as well takes its time. This finds what is far beyond.
  expect(activation.load + activation.call + activation.finish).toBeLessThan(1_000);
  await openViews(editor.page, 'Daywatch');
  await editor.page.getByText('Nothing has been deployed yet.').waitFor();
});

it('deploys after one question', async () => {
  const { version, commit } = await shop.release('good');
  await runCommand(editor.page, 'Deploy: Production');
  const question = await modal(editor.page);
  expect(await question.message()).toBe(`Deploy ${version} (${commit}) to production?`);
  const detail = await question.detail();
  for (const said of ['go to 1.0.0 (stable/production/1.0.0)', 'Search products by words', './deploy-production.sh'])
    expect(detail).toContain(said);
  await editor.screenshot('deploy-question');
  await question.click('Deploy');
  await says(/^(Preflight|Deploying)/);
  await expect.poll(() => criteria().rows()).toContainEqual(expect.stringMatching(/^All tests pass, (running|passed)/));
  await says(/^Deploying/);
  await expect.poll(() => criteria().rows()).toContainEqual('./deploy-production.sh, running');
  await editor.screenshot('deploying');
  await says(/^Watching/);
  await expect.poll(() => terminalText(editor.page)).toContain(`shop ${version} is in production`);
  expect(await shop.version()).toBe(version);
});

it('shows each criterion while it watches', async () => {
  await expect.poll(() => criteria().rows()).toContainEqual(expect.stringMatching(/^API error rate, .*limit 0\.2 %/));
  // Only rows in sight are there; each knows how many there are.
  expect(await criteria().row(/./).getAttribute('aria-setsize')).toBe('13');
  const tooltip = await status().hover();
  await expect.poll(() => tooltip.innerText()).toMatch(/Criterion\s+Now\s+Accepted/);
  await expect.poll(() => tooltip.locator('img').count()).toBe(13);
  await editor.screenshot('watching');
  await editor.page.keyboard.press('Escape');
  await editor.page.mouse.move(640, 300);
});

it('starts a killed daemon again, and the gap is blind time', async () => {
  const { pid } = daemon();
  process.kill(pid, 'SIGKILL');
  // Offline lasts only until the daemon is up again: its reason is read with it.
  await expect
    .poll(() => status().label().catch(String), { timeout: 30_000 })
    .toMatch(/offline: .*(does not answer|closed the stream|other side closed|ECONN)/);
  await editor.screenshot('offline-in-a-watch');
  await says(/^Watching/);
  expect(daemon().pid).not.toBe(pid);
  await expect.poll(async () => (await production()).deployment?.blindGaps).toHaveLength(1);
  await expect.poll(async () => (await production()).verdict.watch?.blind).not.toBe('0s');
});

it('says GO when the watch has seen its whole time', async () => {
  await says(/^GO · 1\.1\.0/, 100_000);
  expect(await status().label()).toContain('production: go');
  expect(await status().kind()).toBe('plain');
  await toast(editor.page, 'GO: 1.1.0 on production held all its criteria');
  await expect.poll(async () => (await criteria().rows()).every((row) => row.includes(', passing, '))).toBe(true);
  await editor.screenshot('go');
});

it('says NO-GO with its reason, and one notification with what to do', async () => {
  const { version } = await shop.release('server-errors');
  await runCommand(editor.page, 'Deploy: Production');
  await (await modal(editor.page)).click('Deploy');
  await says(/^Watching/, 60_000);
  await says(/^NO-GO/, 60_000);
  const turned = Date.now();
  const { deployment } = await production();
  console.log(
    `NO-GO in the status bar ${(turned - Date.parse(deployment?.finishedAt ?? '')) / 1000} s after the deploy`,
  );
  expect(await status().kind()).toBe('error');
  const alarm = await toast(editor.page, `recommends a rollback of ${version}`);
  expect(await alarm.message()).toMatch(/\(limit (0\.2|2) %\)/);
  expect(await alarm.buttons()).toEqual(['Roll Back…', 'Show Evidence', 'Snooze 30 min']);
  await expect.poll(() => shop.answers.slice(-60).some(({ status: code }) => code === 500)).toBe(true);
  await editor.screenshot('no-go');
});

it('shows the evidence in a tab, which is there again when the window is', async () => {
  const paint = (theme: string) =>
    editor.evaluate(
      (vscode, name) => vscode.workspace.getConfiguration('workbench').update('colorTheme', name, true),
      theme,
    );
  await paint('Default Dark Modern');
  await editor.evaluate((vscode) => vscode.commands.executeCommand('workbench.action.closePanel'));
  await runCommand(editor.page, 'Daywatch: Open Dashboard');
  const dashboard = () => webview(editor.page);
  await dashboard()
    .getByRole('heading', { name: /^NO-GO/ })
    .waitFor();
  await expect.poll(() => chartsIn(dashboard())).toEqual(Array(13).fill(true));
  expect(await dashboard().locator('html').innerHTML()).not.toContain(daemon().token);
  await editor.evaluate((vscode) => vscode.commands.executeCommand('notifications.hideToasts'));
  await editor.screenshot('evidence');
  await editor.reload();
  await says(/^NO-GO/, 60_000);
  await dashboard()
    .getByRole('heading', { name: /^NO-GO/ })
    .waitFor();
  await editor.evaluate((vscode) => vscode.commands.executeCommand('workbench.action.closeActiveEditor'));
  await paint('Default Light Modern');
});

it('opens the dashboard through the port that the editor forwards', async () => {
  const tab = editor.page.context().waitForEvent('page');
  await runCommand(editor.page, 'Daywatch: Open Dashboard in Browser');
  const dashboard = await tab;
  await dashboard.getByRole('heading', { name: /^NO-GO/ }).waitFor();
  expect(dashboard.url()).not.toContain('token');
  await expect.poll(async () => (await lookAtDashboard(dashboard)).charts).toEqual(Array(13).fill(true));
  await dashboard.close();
});

it.each([
  ['light', 1280],
  ['dark', 1280],
  ['light', 400],
  ['dark', 400],
] as const)('shows the same in a browser, %s, %i px wide', async (theme, width) => {
  const { url, token } = daemon();
  const opened = await openPage(`${url}/#token=${token}`, { theme, width });
  const { page } = opened;
  await page.getByRole('heading', { name: /^NO-GO/ }).waitFor();
  expect(page.url()).toBe(`${url}/`);
  await expect.poll(async () => (await lookAtDashboard(page)).charts).toEqual(Array(13).fill(true));
  const looks = await lookAtDashboard(page);
  expect(looks.width).toBe(width);
  expect(looks.asked.filter((address) => !address.startsWith(`${url}/`))).toEqual([]);
  expect(opened.errors).toEqual([]);
  await opened.screenshot(`dashboard-${theme}-${width}`);
  await opened.close();
});

it('lets the dashboard run nothing but its own script', async () => {
  const policy = (await fetch(daemon().url)).headers.get('content-security-policy') ?? '';
  expect(policy).toMatch(/default-src 'none'; script-src 'sha256-\S+'; style-src 'sha256-/);
  expect(policy).not.toContain('unsafe');
});

it('rolls back, and the shop has recovered', async () => {
  const alarm = await toast(editor.page, 'recommends a rollback');
  await alarm.click('Roll Back…');
  const question = await modal(editor.page);
  expect(await question.message()).toBe('Roll production back from 1.2.0 to 1.1.0?');
  expect(await question.detail()).toContain('This undoes 2 commits:');
  await editor.screenshot('rollback-question');
  await question.click('Roll Back');
  await says(/^Rolling back/);
  await expect
    .poll(() => criteria().rows())
    .toContainEqual(expect.stringMatching(/^\.\/deploy-production\.sh, running/));
  await says(/^Rolled back · 1\.1\.0/, 60_000);
  await expect.poll(() => terminalText(editor.page)).toContain('production is rolled back');
  await expect.poll(() => criteria().rows()).toContainEqual(expect.stringMatching(/^Workflow purchase, passed/));
  await editor.screenshot('rolled-back');
  expect(await shop.version()).toBe('1.1.0');
  const from = shop.answers.length;
  await expect.poll(() => shop.answers.length).toBeGreaterThan(from + 60);
  expect(shop.answers.slice(from).filter(({ status: code }) => code === 'no answer' || code >= 500)).toEqual([]);
});

it('shows the report of what happened', async () => {
  await editor.evaluate((vscode) => vscode.commands.executeCommand('workbench.action.closePanel'));
  await runCommand(editor.page, 'Daywatch: Open Report');
  await webview(editor.page)
    .getByRole('heading', { name: /1\.2\.0/ })
    .first()
    .waitFor();
  await editor.screenshot('report');
});

it('leaves the daemon alone when it is closed, and finds it again', async () => {
  const before = daemon();
  await editor.stop();
  const health = await before.client.health();
  expect(health.ok && health.value.pid).toBe(before.pid);
  editor = await open({ 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' });
  await says(/^Rolled back/);
  expect(daemon().pid).toBe(before.pid);
});

it('shows the verdict in Restricted Mode, and deploys nothing there', async () => {
  expect(await editor.evaluate((vscode) => vscode.workspace.isTrusted)).toBe(false);
  await editor.page.keyboard.press('F1');
  const palette = await quickPick(editor.page);
  await palette.type('>Daywatch: Show Verdict');
  await expect.poll(() => palette.options()).toContainEqual(expect.stringContaining('Show Verdict'));
  await palette.type('>Deploy: Production');
  await expect.poll(() => palette.options()).not.toContainEqual(expect.stringContaining('Deploy: Production'));
  await palette.dismiss();
});
