import { window } from 'vscode';
import { changedMeanwhile, type Question } from './question.ts';

/** A question that holds up everything else until it is answered. `changed`: it is put again, and is another one now. */
export async function confirmed({
  question,
  detail,
  yes,
  changed,
}: Question & { readonly yes: string; readonly changed: boolean }): Promise<boolean> {
  const now = `${changedMeanwhile(changed)}${detail}`;
  return (await window.showWarningMessage(question, { modal: true, detail: now }, yes)) === yes;
}
