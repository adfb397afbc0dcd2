import { setTimeout as sleep } from 'node:timers/promises';
import type { Editor } from './open-editor.ts';

/** Milliseconds to load an extension's code, to call its `activate`, and until that had settled. */
export type Activation = { load: number; call: number; finish: number };

const SHOWN_MS = 15_000;

/** What the editor itself measured, from Developer: Startup Performance. */
export async function activationOf(editor: Editor, extension: string): Promise<Activation> {
  const row = () =>
    editor.evaluate(async (vscode, id) => {
      await vscode.commands.executeCommand('perfview.show');
      const text = vscode.window.activeTextEditor?.document.getText() ?? '';
      return text.split('\n').find((line) => line.split('|')[1]?.trim() === id);
    }, extension);
  let found = await row();
  for (const deadline = Date.now() + SHOWN_MS; found === undefined; found = await row()) {
    if (Date.now() > deadline) throw new Error(`Startup Performance does not list ${extension}.`);
    await sleep(100);
  }
  await editor.evaluate((vscode) => vscode.commands.executeCommand('workbench.action.closeActiveEditor'));
  const [, , , load, call, finish] = found.split('|').map((cell) => Number(cell.trim()));
  return { load: load ?? Number.NaN, call: call ?? Number.NaN, finish: finish ?? Number.NaN };
}
