import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { t } from '@vscode/l10n';
import { ProgressLocation, window } from 'vscode';
import type { Cockpit } from '../cockpit.ts';
import { asNode } from '../daemon.ts';
import { say } from '../say.ts';
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
  if (!(await trusted(t('Reading a criterion')))) return;
  const plan = cockpit.plan();
  if (plan === undefined) throw new Error(t('There is no daywatch.yaml in this folder.'));
  const { node, main } = cockpit.program;
  const options = { title: t('Reading {0}…', criterion), location: ProgressLocation.Window };
  const words = await window.withProgress(options, () => {
    return new Promise<string>((resolve, reject) => {
      const asked = [main, 'read', environment, criterion, '--plan', plan, '--json'];
      const place = { cwd: dirname(plan), env: { ...process.env, ...asNode }, timeout: 60_000 };
      execFile(node, asked, place, (cause, output, complaint) => {
        const line = output.trim().split('\n').at(-1) ?? '';
        if (line.startsWith('{')) resolve(String((JSON.parse(line) as { words: string }).words));
        else reject(new Error(complaint.trim() || cause?.message || t('nothing was read')));
      });
    });
  });
  void say.information(t('{0} now: {1}', criterion, words));
}
