import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { ProgressLocation, window } from 'vscode';
import type { Cockpit } from '../cockpit.ts';
import { asNode } from '../daemon.ts';
import { trusted } from './trusted.ts';

export interface NamedCriterion {
  readonly environment: string;
  readonly criterion: string;
}

export const isNamedCriterion = (given: unknown): given is NamedCriterion =>
  typeof given === 'object' && given !== null && 'environment' in given && 'criterion' in given;

/** One reading, now, by the plan as it is saved. */
export async function readCriterion(cockpit: Cockpit, { environment, criterion }: NamedCriterion): Promise<void> {
  // A plan may ask by running commands.
  if (!(await trusted('Reading a criterion'))) return;
  const plan = cockpit.plan();
  if (plan === undefined) throw new Error('There is no daywatch.yaml in this folder.');
  const { node, main } = cockpit.program;
  const options = { title: `Reading ${criterion}…`, location: ProgressLocation.Window };
  const words = await window.withProgress(options, () => {
    return new Promise<string>((resolve, reject) => {
      const asked = [main, 'read', environment, criterion, '--plan', plan, '--json'];
      const place = { cwd: dirname(plan), env: { ...process.env, ...asNode }, timeout: 60_000 };
      execFile(node, asked, place, (cause, output, complaint) => {
        const line = output.trim().split('\n').at(-1) ?? '';
        if (line.startsWith('{')) resolve(String((JSON.parse(line) as { words: string }).words));
        else reject(new Error(complaint.trim() || cause?.message || 'nothing was read'));
      });
    });
  });
  void window.showInformationMessage(`${criterion} now: ${words}`);
}
