import { criterionRow } from '@daywatch/shared/present/criterion-row.ts';
import { t } from '@vscode/l10n';
import { commands, type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import type { Cockpit } from '../cockpit.ts';
import { escapeIcons } from '../escape-icons.ts';
import { currentView } from '../model.ts';
import type { NamedCriterion } from './read-criterion.ts';

/** Why a criterion is as it is, and what can be done. */
export async function showCriterion(cockpit: Cockpit, given: NamedCriterion): Promise<void> {
  const view = currentView(cockpit.model());
  const judgement = view?.verdict.criteria.find(({ name }) => name === given.criterion);
  if (view === undefined || judgement === undefined) throw new Error(t('This criterion is not judged now.'));
  const { title, state, value, accepted, weight } = criterionRow(judgement);
  const muted = view.verdict.silences.some(({ criterion }) => criterion === given.criterion);
  const facts = [
    `${value} · ${accepted} · ${weight}`,
    ...(judgement.flipsWhen === undefined ? [] : [t('turns with: {0}', judgement.flipsWhen)]),
    ...(judgement.baselineFrom === undefined ? [] : [t('compared with {0}', judgement.baselineFrom)]),
  ];
  const actions: (QuickPickItem & { readonly command?: string })[] = [
    { label: `$(graph-line) ${t('Open Dashboard')}`, command: 'daywatch.openDashboard' },
    { label: `$(play) ${t('Read Now')}`, command: 'daywatch.readCriterion' },
    muted
      ? { label: `$(bell) ${t('End Silence')}`, command: 'daywatch.silenceCriterion' }
      : { label: `$(bell-slash) ${t('Silence…')}`, command: 'daywatch.silenceCriterion' },
    { label: t('Evidence'), kind: QuickPickItemKind.Separator },
    ...facts.map((fact) => ({ label: escapeIcons(fact) })),
  ];
  const picked = await window.showQuickPick(actions, {
    title: `${title}: ${state}`,
    placeHolder: judgement.because,
  });
  if (picked?.command !== undefined) await commands.executeCommand(picked.command, given);
}
