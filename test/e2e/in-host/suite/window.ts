import { join } from 'node:path';
import * as vscode from 'vscode';
import { daemonOf, type RunningDaemon } from '../../extension/daemon-of.ts';

/** The folder that the window has open. */
export function folder(): string {
  const [first] = vscode.workspace.workspaceFolders ?? [];
  if (first === undefined) throw new Error('no folder is open');
  return first.uri.fsPath;
}

export const planFile = (): vscode.Uri => vscode.Uri.file(join(folder(), 'daywatch.yaml'));

export const daemon = (): RunningDaemon => daemonOf(folder());

/** What a model is told about the deploy: all that the window knows, in words. */
export async function health(): Promise<string> {
  const asked = { toolInvocationToken: undefined, input: {} };
  const { content } = await vscode.lm.invokeTool('daywatch_deploy_health', asked);
  return content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
}
