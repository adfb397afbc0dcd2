import type { EnvironmentView } from '@daywatch/shared/api/views.ts';
import { askedWords } from '@daywatch/shared/present/asked-words.ts';
import { criterionRows } from '@daywatch/shared/present/criterion-row.ts';
import { t } from '@vscode/l10n';
import { nothingToRollBack } from './commands/nothing-to-roll-back.ts';
import { criterionPicture } from './criterion-picture.ts';
import { escapeMarkdown } from './escape-markdown.ts';
import { currentView, type Model } from './model.ts';
import { remediesOf, remedyLink } from './remedies.ts';
import { isAtWork } from './situation.ts';

/** A value and its unit stay on one line. */
const unbroken = '\u00a0';

/** The reason and all criteria as Markdown, for the tooltip of the status bar; with pictures of the last values, or without. */
export function verdictTable(model: Model, reason: string, pictures: 'pictures' | 'words'): string {
  const view = currentView(model);
  const lines = [escapeMarkdown(reason), ''];
  const remedies = remediesOf(model);
  if (remedies.length > 0) lines.push(remedies.map(remedyLink).join(' · '));
  if (model.connection.state !== 'online' || view === undefined) return lines.join('\n');
  for (const asked of askedWords(view)) lines.push(escapeMarkdown(asked), '');
  const rows = criterionRows(view.verdict.criteria);
  if (rows.length > 0) {
    lines.push(`| | ${t('Criterion')} | ${t('Now')} | | ${t('Accepted')} |`, '|---|---|---|---|---|');
    for (const { name, icon, title, value, accepted } of rows) {
      const now = escapeMarkdown(value).replaceAll(' ', unbroken);
      const picture = pictures === 'pictures' ? criterionPicture(model, view, name) : undefined;
      lines.push(`| $(${icon}) | ${escapeMarkdown(title)} | ${now} | ${picture ?? ''} | ${escapeMarkdown(accepted)} |`);
    }
    lines.push('');
  }
  const { watch } = view.verdict;
  if (watch !== undefined) {
    const bound = Number((watch.falseAlarmBound * 100).toPrecision(2));
    lines.push(
      escapeMarkdown(
        t(
          'Seen {0} of {1}, blind {2}; chance of a false NO-GO at most {3} %',
          watch.seen,
          watch.for,
          watch.blind,
          bound,
        ),
      ),
      '',
    );
  }
  const rollBack = canRollBack(view) ? ` · [${t('Roll Back…')}](command:daywatch.rollBack)` : '';
  lines.push(`[${t('Open Dashboard')}](command:daywatch.openDashboard)${rollBack}`);
  return lines.join('\n');
}

const canRollBack = (view: EnvironmentView): boolean => nothingToRollBack(view) === undefined && !isAtWork(view);
