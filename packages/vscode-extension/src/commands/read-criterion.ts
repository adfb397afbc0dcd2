import { dirname } from 'node:path';
import { t } from '@vscode/l10n';
import { ProgressLocation, window } from 'vscode';
import type { Cockpit } from '../cockpit.ts';
import { say } from '../say.ts';
import { runProgram } from './run-program.ts';
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
  const options = { title: t('Reading {0}…', criterion), location: ProgressLocation.Window };
  const order = ['read', environment, criterion, '--plan', plan, '--json'];
  const said = await window.withProgress(options, () =>
    runProgram(cockpit.program, order, { cwd: dirname(plan), anyEnd: true }),
  );
  const { words } = JSON.parse(said) as { words: string };
  void say.information(t('{0} now: {1}', criterion, words));
}
