import type { EnvironmentView } from '@daywatch/shared/api/views.ts';
import { asideWords } from '@daywatch/shared/present/aside-words.ts';
import { type CriterionRow, criterionRows } from '@daywatch/shared/present/criterion-row.ts';
import { isStale } from '@daywatch/shared/present/is-stale.ts';
import { plannedWords } from '@daywatch/shared/present/planned-words.ts';
import { statusLine } from '@daywatch/shared/present/status-line.ts';
import type { Instant } from '@daywatch/shared/vocabulary/time.ts';
import type { JudgementState } from '@daywatch/shared/vocabulary/verdict.ts';
import { wrap } from '../demo/wrap.ts';
import { clean, fit, widthOf } from './terminal/fit.ts';
import type { Paint } from './terminal/paint.ts';

const signs: Readonly<Record<JudgementState, string>> = { passing: '✓', failing: '✗', undecided: '○', blind: '?' };

/** An environment for a terminal: the verdict, every reason, every criterion. Without `columns` nothing is cut or wrapped. */
export function statusLines(
  view: EnvironmentView,
  now: Instant,
  { paint, columns }: { readonly paint: Paint; readonly columns: number | undefined },
): readonly string[] {
  const { text, tone, reason } = statusLine(view, now);
  const { deployment, verdict } = view;
  const planned = plannedWords(view);
  const who =
    deployment === undefined
      ? ''
      : clean(`${view.service} ${deployment.version} (${deployment.commit.slice(0, 7)}), by ${deployment.deployedBy}`);
  const left = `${paint.strong(view.name)}  ${paint[tone](paint.strong(text))}`;
  const gap = columns === undefined ? 2 : columns - widthOf(left) - widthOf(who);
  const first =
    gap >= 2 && who !== ''
      ? [`${left}${' '.repeat(gap)}${paint.quiet(who)}`]
      : [left, ...(who === '' ? [] : [paint.quiet(who)])];
  // A verdict that is too old says nothing any more, and neither do its criteria.
  const stale = isStale(verdict, now);
  const reasons = verdict.because.length > 1 && !stale ? verdict.because : [reason];
  const rows = criterionRows(verdict.criteria);
  const room = columns ?? Number.MAX_SAFE_INTEGER;
  const wide = Math.min(40, Math.floor(room / 2), Math.max(0, ...rows.map(({ title }) => widthOf(title))));
  return [
    ...first,
    ...reasons.flatMap((because) =>
      wrap(clean(because), room - 4).map((line, index) => `${index === 0 ? '  ' : '    '}${line}`),
    ),
    ...asideWords(view).flatMap(({ text: aside, tone: own }) =>
      wrap(clean(aside), room - 4).map((line) => `  ${own === 'neutral' ? paint.quiet(line) : paint[own](line)}`),
    ),
    ...(planned === undefined ? [] : wrap(clean(planned), room - 4).map((line) => `  ${line}`)),
    ...(view.runners ?? []).map(({ host }) => `  ${paint.quiet(clean(`A runner waits on ${host}.`))}`),
    ...(rows.length === 0 ? [] : ['']),
    ...byService(rows).flatMap(([service, own]) => [
      ...(service === undefined ? [] : [`  ${paint.strong(service)}${deployed(view, service)}`]),
      ...own.map((row) => {
        const title = fit(row.title, wide);
        const pad = ' '.repeat(Math.max(0, wide - widthOf(title)));
        const rest = fit(`${row.value}  ${row.accepted}  ${row.weight}`, room - wide - 6);
        const sign = stale ? paint.quiet(signs.blind) : paint[row.tone](signs[row.state]);
        return `  ${sign} ${title}${pad}  ${paint.quiet(rest)}`;
      }),
    ]),
  ];
}

/** Each service's criteria kept apart; those of all together first. */
function byService(rows: readonly CriterionRow[]): readonly (readonly [string | undefined, readonly CriterionRow[]])[] {
  const names = [...new Set(rows.map(({ service }) => service))].sort((a, b) => (a ?? '').localeCompare(b ?? ''));
  return names.map((name) => [name, rows.filter(({ service }) => service === name)]);
}

const deployed = ({ verdict }: EnvironmentView, service: string): string =>
  verdict.services?.find(({ name }) => name === service)?.deployed === false ? ' (not deployed this time)' : '';
