import { criterionRow } from '@daywatch/shared/present/criterion-row.ts';
import { commands, type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import type { Cockpit } from '../cockpit.ts';
import { currentView } from '../model.ts';
import type { NamedCriterion } from './read-criterion.ts';

/** Why a criterion is as it is, and what can be done. */
export async function showCriterion(cockpit: Cockpit, given: NamedCriterion): Promise<void> {
  const view = currentView(cockpit.model());
  const judgement = view?.verdict.criteria.find(({ name }) => name === given.criterion);
  if (view === undefined || judgement === undefined) throw new Error('This criterion is not judged now.');
  const { title, state, value, accepted, weight } = criterionRow(judgement);
  const muted = view.verdict.silences.some(({ criterion }) => criterion === given.criterion);
  const facts = [
    `${value} · ${accepted} · ${weight}`,
    ...(judgement.flipsWhen === undefined ? [] : [`turns with: ${judgement.flipsWhen}`]),
    ...(judgement.baselineFrom === undefined ? [] : [`compared with ${judgement.baselineFrom}`]),
  ];
  const actions: (QuickPickItem & { readonly command?: string })[] = [
    { label: '$(graph-line) Open Dashboard', command: 'daywatch.openDashboard' },
    { label: '$(play) Read Now', command: 'daywatch.readCriterion' },
    muted
      ? { label: '$(bell) End Silence', command: 'daywatch.silenceCriterion' }
      : { label: '$(bell-slash) Silence…', command: 'daywatch.silenceCriterion' },
    { label: 'Evidence', kind: QuickPickItemKind.Separator },
    ...facts.map((label) => ({ label })),
  ];
  const picked = await window.showQuickPick(actions, {
    title: `${title}: ${state}`,
    placeHolder: judgement.because,
  });
  if (picked?.command !== undefined) await commands.executeCommand(picked.command, given);
}
