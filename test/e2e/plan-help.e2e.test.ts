import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { temporaryFolder } from '@daywatch/daemon/src/demo/machine/temporary-folder.ts';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { escapeMarkdown } from '../../packages/vscode-extension/src/escape-markdown.ts';
import { type Editor, openEditor } from './editor/open-editor.ts';
import { runCommand } from './editor/parts/run-command.ts';
import { statusItem } from './editor/parts/status-item.ts';
import { terminalText } from './editor/parts/terminal-text.ts';
import { toast } from './editor/parts/toast.ts';
import { openViews } from './editor/parts/tree.ts';
import { webview } from './editor/parts/webview.ts';
import { daemonOf } from './extension/daemon-of.ts';
import { packDaywatch } from './extension/vsix.ts';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 180_000 });

const folder = temporaryFolder('plan-help');
const workspace = join(folder, 'workspace');
const file = join(workspace, 'daywatch.yaml');
let site: Server;
let editor: Editor;

const plan = (url: string) => `service: shop
sources:
  site: { type: http, url: "${url}" }
roles:
  devops-lead: [devops@example.com]
environments:
  production:
    deploy:
      steps: [ ./deploy-production.sh ]
    checklist:
      - { id: reviewed, title: Rollback reviewed, sign-off: devops-lead }
    watch:
      every: 1s
      criteria:
        healthy:
          title: The shop answers
          severity: blocking
          source: site
          check: { path: /healthz, status: 200 }
`;

beforeAll(async () => {
  site = createServer((_request, response) => response.end('ok')).listen(0, '127.0.0.1');
  mkdirSync(workspace);
  await new Promise((ready) => site.once('listening', ready));
  writeFileSync(file, plan(`http://127.0.0.1:${(site.address() as AddressInfo).port}`));
  writeFileSync(join(workspace, 'deploy-production.sh'), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
  mkdirSync(join(workspace, '.vscode'));
  const tasks = [{ label: 'Prove it', type: 'daywatch', action: 'verify' }];
  writeFileSync(join(workspace, '.vscode', 'tasks.json'), JSON.stringify({ version: '2.0.0', tasks }));
  const { path } = await packDaywatch(folder);
  editor = await openEditor({ vsix: path, folder: workspace, settings: { 'chat.disableAIFeatures': false } });
  await vi.waitFor(async () => expect(await status().text()).toMatch(/No deployment yet/), { timeout: 60_000 });
});

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await editor?.screenshot(`failed: ${task.name}`);
});

afterAll(async () => {
  await editor?.stop();
  site?.close();
  rmSync(folder, { recursive: true, force: true });
});

const status = () => statusItem(editor.page, 'daywatch.daywatch.daywatch.verdict');

/** Problems of the plan, as the editor lists them. */
const problems = () =>
  editor.evaluate(
    (vscode, path) =>
      vscode.languages
        .getDiagnostics(vscode.Uri.file(path))
        .map(({ message, range }) => `${range.start.line + 1}: ${message}`),
    file,
  );

/** Replaces a part of the plan in its editor, without saving. */
const write = (from: string, to: string) =>
  editor.evaluate(
    async (vscode, path, old, now) => {
      const document = await vscode.workspace.openTextDocument(vscode.Uri.file(path));
      await vscode.window.showTextDocument(document);
      const start = document.positionAt(document.getText().indexOf(old));
      const edit = new vscode.WorkspaceEdit();
      edit.replace(
        document.uri,
        new vscode.Range(start, document.positionAt(document.offsetAt(start) + old.length)),
        now,
      );
      await vscode.workspace.applyEdit(edit);
    },
    file,
    from,
    to,
  );

/** For what is to be seen next. */
const tidyUp = () =>
  editor.evaluate(async (vscode) => {
    await vscode.commands.executeCommand('workbench.action.closePanel');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('notifications.clearAll');
  });

it('marks what is wrong while it is written, and mends it', async () => {
  await write('severity: blocking', 'severty: blocking');
  await expect.poll(problems, { timeout: 30_000 }).toEqual(['17: unknown key "severty". Did you mean "severity"?']);
  await editor.page.locator('.squiggly-error').first().waitFor();
  await editor.evaluate((vscode) => {
    const [shown] = vscode.window.visibleTextEditors;
    if (shown === undefined) throw new Error('no editor is open');
    const at = shown.document.positionAt(shown.document.getText().indexOf('severty') + 1);
    shown.selection = new vscode.Selection(at, at);
    return vscode.commands.executeCommand('editor.action.showHover').then(() => undefined);
  });
  await editor.page.locator('.monaco-hover:not(.hidden)').getByText('Did you mean "severity"?').waitFor();
  await editor.screenshot('plan-problem');
  await editor.page.keyboard.press('Escape');
  const titles = await editor.evaluate(async (vscode, path) => {
    const uri = vscode.Uri.file(path);
    const [problem] = vscode.languages.getDiagnostics(uri);
    if (problem === undefined) return [];
    type Actions = import('vscode').CodeAction[];
    const actions = await vscode.commands.executeCommand<Actions>(
      'vscode.executeCodeActionProvider',
      uri,
      problem.range,
    );
    const ours = actions.filter(({ edit }) => edit !== undefined);
    for (const { edit } of ours) if (edit !== undefined) await vscode.workspace.applyEdit(edit);
    return ours.map(({ title }) => title);
  }, file);
  expect(titles).toEqual(['Change to "severity"']);
  await expect.poll(problems).toEqual([]);
});

it('says beside the language whether the plan is valid', async () => {
  const said = async () => {
    await editor.page.locator('[id="status.languageStatus"] a').hover();
    return editor.page.locator('.monaco-hover:not(.hidden)').last().innerText();
  };
  await expect.poll(said).toContain('The plan is valid');
  await write('severity: blocking', 'severty: blocking');
  await expect.poll(said).toMatch(/The plan has a problem.*Show Problems/s);
  await editor.screenshot('plan-status');
  await editor.page.mouse.move(640, 300);
  await write('severty: blocking', 'severity: blocking');
  await expect.poll(problems).toEqual([]);
});

it('explains a key, and offers what may be written', async () => {
  const said = await editor.evaluate(async (vscode, path) => {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(path));
    const at = document.positionAt(document.getText().indexOf('severity') + 2);
    type Hovers = import('vscode').Hover[];
    const hovers = await vscode.commands.executeCommand<Hovers>('vscode.executeHoverProvider', document.uri, at);
    return hovers
      .flatMap(({ contents }) => contents.map((one) => (typeof one === 'string' ? one : one.value)))
      .join('\n');
  }, file);
  expect(said).toContain('alone it recommends the rollback');
  await write('source: site\n', 'source: \n');
  const offered = await editor.evaluate(async (vscode, path) => {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(path));
    const at = document.positionAt(document.getText().indexOf('source: \n') + 'source: '.length);
    type List = import('vscode').CompletionList;
    const list = await vscode.commands.executeCommand<List>('vscode.executeCompletionItemProvider', document.uri, at);
    return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
  }, file);
  expect(offered).toContain('site');
  await write('source: \n', 'source: site\n');
  await expect.poll(problems).toEqual([]);
});

it('reads a criterion when its lens is clicked', async () => {
  const lens = editor.page.locator('.codelens-decoration a', { hasText: 'Run now' });
  await lens.waitFor();
  const answer = editor.page.locator('.notifications-toasts').getByText('healthy now');
  // The editor asks for lenses anew after each edit, and a click on one that it is about to replace is lost.
  const clicked = async () => {
    await lens.click();
    await answer.first().waitFor({ timeout: 5_000 });
  };
  await vi.waitFor(clicked, { timeout: 30_000 });
  expect(await (await toast(editor.page, 'healthy now')).message()).toBe('healthy now: holds');
  await editor.screenshot('plan-lens');
});

it('asks for what a preparation needs', async () => {
  await openViews(editor.page, 'Daywatch');
  await editor.page.getByText('Nothing is planned.').waitFor();
  await editor.page.getByText('Nothing has been deployed yet.').first().waitFor();
  await editor.screenshot('nothing-deployed');
});

it('offers to try again what has failed, and looks anew', async () => {
  // What is no repository has no commit to prepare.
  await runCommand(editor.page, 'Deploy: Prepare Production');
  for (const press of ['Retry…', 'Show Terminal']) {
    const failure = await toast(editor.page, 'The preparation for production ended with exit code');
    expect(await failure.buttons()).toEqual(['Show Terminal', 'Retry…']);
    await editor.screenshot('task-failed');
    await failure.click(press);
    await failure.locator.waitFor({ state: 'detached' });
  }
  await tidyUp();
});

it('opens the dashboard of the deployment that a link names', async () => {
  const link = await editor.evaluate(async (vscode) => {
    const inside = vscode.Uri.parse(`${vscode.env.uriScheme}://daywatch.daywatch/dashboard/01KBLONGAGO`);
    // The query is encoded already.
    return (await vscode.env.asExternalUri(inside)).toString(true);
  });
  const elsewhere = await editor.page.context().newPage();
  await elsewhere.goto(link);
  await webview(editor.page).getByText('There is no deployment 01KBLONGAGO.').waitFor();
  await editor.screenshot('deep-link');
  await elsewhere.close();
  await tidyUp();
});

it('tells a model whether the deploy is healthy', async () => {
  const said = await editor.evaluate(async (vscode) => {
    const result = await vscode.lm.invokeTool('daywatch_deploy_health', { toolInvocationToken: undefined, input: {} });
    return result.content
      .map((part) => ('value' in (part as object) ? (part as { value: string }).value : ''))
      .join('');
  });
  expect(said).toBe('No watch: nothing has been deployed to production yet.');
});

it('notices a deploy that is typed by hand, and asks no more when nobody wants it', async () => {
  await editor.evaluate(async (vscode) => {
    const terminal = vscode.window.createTerminal({ name: 'by hand', shellPath: '/bin/bash' });
    terminal.show();
    if (terminal.shellIntegration === undefined)
      await new Promise<void>((ready) => {
        const listening = vscode.window.onDidChangeTerminalShellIntegration((event) => {
          if (event.terminal !== terminal) return;
          listening.dispose();
          ready();
        });
      });
    terminal.shellIntegration?.executeCommand('./deploy-production.sh');
  });
  const offer = await toast(editor.page, 'was run by hand');
  expect(await offer.message()).toContain('there is no record of it, and nothing is watched.');
  expect(await offer.buttons()).toEqual(['Deploy Properly…', 'Not Now', "Don't Ask Again"]);
  await editor.screenshot('typed-deploy');
  await offer.click("Don't Ask Again");
  const asks = () =>
    editor.evaluate((vscode) => vscode.workspace.getConfiguration('daywatch').get<boolean>('detectDeploys'));
  await expect.poll(asks).toBe(false);
  await editor.page.getByText('Detect Deploys').first().waitFor();
});

it('lists the daemon among the MCP servers', async () => {
  await runCommand(editor.page, 'MCP: List Servers');
  await editor.page
    .locator('.quick-input-list')
    .getByRole('option', { name: /^Daywatch/ })
    .waitFor();
  await editor.screenshot('mcp-server');
  await editor.page.keyboard.press('Escape');
});

it('says why a task cannot begin without a daemon, and what helps', async () => {
  await tidyUp();
  const { pid } = daemonOf(workspace);
  await editor.evaluate((vscode) =>
    vscode.workspace.getConfiguration('daywatch').update('daemon.autoStart', false, true),
  );
  process.kill(pid);
  const runTask = () =>
    editor.evaluate((vscode) => void vscode.commands.executeCommand('workbench.action.tasks.runTask', 'Prove it'));
  await expect.poll(() => status().text(), { timeout: 30_000 }).toMatch(/offline/);
  const tooltip = await status().hover();
  await tooltip.getByText('Start Local Daemon').waitFor();
  await editor.screenshot('offline');
  await editor.page.mouse.move(640, 300);
  await runTask();
  const refusal = await toast(editor.page, 'Nothing was verified.');
  expect(await refusal.buttons()).toEqual(['Start Local Daemon', 'Show Log']);
  await expect.poll(() => terminalText(editor.page)).toMatch(/^Nothing was verified\. /);
  await editor.screenshot('task-without-daemon');
  await refusal.click('Start Local Daemon');
  await expect.poll(() => status().text(), { timeout: 60_000 }).toMatch(/No deployment yet/);
  await runTask();
  await expect
    .poll(() => terminalText(editor.page), { timeout: 30_000 })
    .toMatch(/The plan does not say how production is verified/);
});

it('opens its walkthrough, five steps at a look', async () => {
  const open = async () => {
    await tidyUp();
    await editor.evaluate((vscode) =>
      vscode.commands
        .executeCommand('workbench.action.openWalkthrough', 'daywatch.daywatch#start')
        .then(() => undefined),
    );
    const heading = editor.page.getByText('Get Started with Daywatch').first();
    return heading.waitFor({ timeout: 5_000 }).then(() => true, String);
  };
  // The oldest editor shows one of its own the first time: those of extensions it reads only when it is first asked for any.
  await expect.poll(open, { timeout: 30_000 }).toBe(true);
  const titles = ['Try it on a small service', 'Write down what good looks like', 'Let the daemon measure'];
  for (const title of [...titles, 'Deploy with a checklist and one command', 'Go home'])
    await editor.page.getByRole('checkbox', { name: title }).waitFor();
  await editor.screenshot('walkthrough');
});

it('shows words from outside as they are, icons too', async () => {
  const words = 'x | y [press](command:z) <b>`a_b_c` 5 $ & $(pass) $(sync~spin) \\$(error) &#36;(x) ~~z~~ 1. #2';
  await editor.evaluate((vscode, escaped) => {
    const item = vscode.window.createStatusBarItem('outside', vscode.StatusBarAlignment.Left, 49);
    item.text = 'outside';
    item.tooltip = new vscode.MarkdownString(`| |\n|---|\n| ${escaped} |`, true);
    item.show();
  }, escapeMarkdown(words));
  const cells = editor.page.locator('.monaco-hover:not(.hidden) td');
  const said = async () => {
    // It may have moved since it was there first.
    await editor.page.mouse.move(640, 300);
    await statusItem(editor.page, 'daywatch-test.driver.outside').hover();
    return (await cells.allInnerTexts()).map((text) => text.trim());
  };
  await expect.poll(said).toEqual([words]);
  expect(await cells.locator('.codicon').count()).toBe(0);
  await editor.page.mouse.move(640, 300);
});

it('has changed nothing of the plan on the disk', () =>
  expect(readFileSync(file, 'utf8')).toContain('severity: blocking'));
