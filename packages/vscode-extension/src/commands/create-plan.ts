import { join } from 'node:path';
import { t } from '@vscode/l10n';
import { Uri, window, workspace } from 'vscode';
import type { Cockpit } from '../cockpit.ts';
import { runProgram } from './run-program.ts';
import { trusted } from './trusted.ts';

const fromRepository = `$(repo) ${t('From What This Repository Has')}`;
const fromDocument = `$(markdown) ${t('From a Deployment Plan in Markdown…')}`;

/** Writes a first plan and opens it. One that is there is opened as it is. */
export async function createPlan(cockpit: Cockpit): Promise<void> {
  const { folder, program } = cockpit;
  if (folder === undefined) throw new Error(t('Open the folder of the service first: the plan stands in it.'));
  const there = cockpit.plan();
  if (there !== undefined) return show(there);
  if (!(await trusted(t('Writing the plan')))) return;
  const chosen = await window.showQuickPick([fromRepository, fromDocument], {
    title: t('Create Plan File'),
    placeHolder: t('Nothing is deployed by it. Each line says where it comes from.'),
  });
  if (chosen === undefined) return;
  const document = chosen === fromDocument ? await markdownFile(folder) : undefined;
  if (chosen === fromDocument && document === undefined) return;
  const order = ['init', ...(document === undefined ? [] : ['--from', document])];
  const said = await runProgram(program, order, { cwd: folder });
  for (const line of said.trim().split('\n')) cockpit.log(line);
  await show(cockpit.plan() ?? join(folder, 'daywatch.yaml'));
}

async function markdownFile(folder: string): Promise<string | undefined> {
  const [chosen] =
    (await window.showOpenDialog({
      defaultUri: Uri.file(folder),
      canSelectMany: false,
      filters: { Markdown: ['md', 'markdown'] },
      title: t('The deployment plan'),
    })) ?? [];
  return chosen?.fsPath;
}

async function show(plan: string): Promise<void> {
  await window.showTextDocument(await workspace.openTextDocument(Uri.file(plan)));
}
