import assert from 'node:assert/strict';
import { it } from 'mocha';
import * as vscode from 'vscode';
import { until } from './until.ts';
import { planFile } from './window.ts';

const problems = () => vscode.languages.getDiagnostics(planFile());

async function replace(from: string, to: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(planFile());
  const at = document.getText().indexOf(from);
  assert(at >= 0, `the plan has no ${from}`);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(document.positionAt(at), document.positionAt(at + from.length)), to);
  assert(await vscode.workspace.applyEdit(edit));
}

async function placeOf(text: string): Promise<vscode.Position> {
  const document = await vscode.workspace.openTextDocument(planFile());
  return document.positionAt(document.getText().indexOf(text) + text.length);
}

it('marks a problem where it is, and takes the mark away', async () => {
  await vscode.window.showTextDocument(planFile());
  await replace('severity: blocking', 'severty: blocking');
  const [problem] = await until(() => {
    assert.equal(problems().length, 1);
    return problems();
  });
  assert.equal(problem?.message, 'unknown key "severty". Did you mean "severity"?');
  assert.equal(problem.source, 'Daywatch');
  assert.equal(problem.range.end.character - problem.range.start.character, 'severty'.length);
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    planFile(),
    problem.range,
  );
  const [fix] = actions.filter(({ edit }) => edit !== undefined);
  assert.equal(fix?.title, 'Change to "severity"');
  assert(fix.edit !== undefined && (await vscode.workspace.applyEdit(fix.edit)));
  await until(() => assert.deepEqual(problems(), []));
});

it('explains a key', async () => {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    planFile(),
    await placeOf('sever'),
  );
  const said = hovers.flatMap(({ contents }) => contents.map((one) => (typeof one === 'string' ? one : one.value)));
  assert.match(said.join('\n'), /\*\*severity\*\*.*One of/s);
});

it('offers the names that the plan has given', async () => {
  await replace('source: site\n', 'source: \n');
  const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    planFile(),
    await placeOf('source: '),
  );
  assert(items.some(({ label }) => label === 'site'));
  await replace('source: \n', 'source: site\n');
});

it('puts a lens over each criterion', async () => {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', planFile());
  const titles = lenses.map(({ command }) => command?.title);
  assert.equal(titles.filter((title) => title === 'Run now').length, 3);
  // As it was: an editor in a browser saves by itself, perhaps while the plan was wrong.
  await vscode.commands.executeCommand('workbench.action.files.save');
  await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
});
