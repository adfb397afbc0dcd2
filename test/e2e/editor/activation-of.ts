import { expect } from 'vitest';
import type { Editor } from './open-editor.ts';

/** Milliseconds to load an extension's code, to call its `activate`, and until that had settled. */
export type Activation = { load: number; call: number; finish: number };

/** What the editor itself measured, from Developer: Startup Performance. */
export async function activationOf(editor: Editor, extension: string): Promise<Activation> {
  const row = () =>
    editor.evaluate(async (vscode, id) => {
      await vscode.commands.executeCommand('perfview.show');
      const text = vscode.window.activeTextEditor?.document.getText() ?? '';
      return text.split('\n').find((line) => line.split('|')[1]?.trim() === id) ?? '';
    }, extension);
  let found = '';
  await expect.poll(async () => (found = await row())).not.toBe('');
  await editor.evaluate((vscode) => vscode.commands.executeCommand('workbench.action.closeActiveEditor'));
  const [, , , load, call, finish] = found.split('|').map((cell) => Number(cell.trim()));
  return { load: load ?? Number.NaN, call: call ?? Number.NaN, finish: finish ?? Number.NaN };
}
