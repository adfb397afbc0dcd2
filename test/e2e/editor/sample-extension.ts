import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packExtension } from './pack-extension.ts';

const MANIFEST = {
  name: 'sample',
  publisher: 'daywatch-test',
  version: '1.0.0',
  description: 'One of each thing the harness can see',
  engines: { vscode: '^1.105.0' },
  main: './extension.js',
  activationEvents: ['onStartupFinished'],
  contributes: {
    commands: [
      { command: 'sample.ask', title: 'Ask', category: 'Sample' },
      { command: 'sample.pick', title: 'Pick', category: 'Sample' },
      { command: 'sample.show', title: 'Show', category: 'Sample' },
      { command: 'sample.alarm', title: 'Alarm', category: 'Sample' },
    ],
    taskDefinitions: [{ type: 'sample' }],
    viewsContainers: { activitybar: [{ id: 'sample', title: 'Sample', icon: '$(pulse)' }] },
    views: { sample: [{ id: 'sample.checks', name: 'Checks' }] },
  },
};

const CODE = `
const vscode = require('vscode');

exports.activate = ({ subscriptions }) => {
  const item = vscode.window.createStatusBarItem('verdict', vscode.StatusBarAlignment.Left);
  const show = (text) => { item.text = text; item.accessibilityInformation = { label: 'Sample says ' + text }; };
  item.name = 'Sample';
  item.tooltip = 'How the sample is';
  show('waiting');
  item.show();

  const checked = new vscode.EventEmitter();
  const rows = ['tests', 'backup'].map((label) => ({ label, checkboxState: 0 }));
  const checks = vscode.window.createTreeView('sample.checks', { treeDataProvider: {
    getChildren: () => rows, getTreeItem: (row) => row, onDidChangeTreeData: checked.event } });
  checks.onDidChangeCheckboxState(({ items: [[row]] }) => show(row.label + ' checked'));

  const task = new vscode.Task({ type: 'sample' }, vscode.TaskScope.Workspace, 'greet', 'Sample',
    new vscode.ProcessExecution(process.execPath, ['-e', 'console.log("exit code soon", 40 + 2)']));
  const command = (id, run) => vscode.commands.registerCommand('sample.' + id, run);
  subscriptions.push(item, checks,
    vscode.tasks.registerTaskProvider('sample', { provideTasks: () => [task], resolveTask: () => task }),
    command('ask', async () => {
      const answer = await vscode.window.showWarningMessage('Deploy to production?', { modal: true, detail: '9f8d111' }, 'Deploy');
      show(answer === 'Deploy' ? 'deploying' : 'cancelled');
    }),
    command('pick', async () => show('picked ' + await vscode.window.showQuickPick(['1.4.1', '1.4.2'], { title: 'Version' }))),
    command('show', () => {
      const panel = vscode.window.createWebviewPanel('sample', 'Sample', vscode.ViewColumn.One);
      panel.webview.html = '<!doctype html><html lang="en"><title>Sample</title><h1>Shown</h1></html>';
    }),
    command('alarm', async () => {
      item.backgroundColor = new vscode.ThemeColor('statusBarItem.errorBackground');
      show('clicked ' + await vscode.window.showErrorMessage('Error rate 4.1 %', 'Roll Back', 'Snooze'));
    }));
};
`;

/** A small extension for the harness's own test, packed; its status item is `daywatch-test.sample.verdict`. */
export async function sampleExtension(folder: string): Promise<string> {
  const source = join(folder, 'sample');
  await mkdir(source, { recursive: true });
  await writeFile(join(source, 'package.json'), JSON.stringify(MANIFEST));
  await writeFile(join(source, 'extension.js'), CODE);
  return packExtension(source, join(folder, 'sample.vsix'));
}
