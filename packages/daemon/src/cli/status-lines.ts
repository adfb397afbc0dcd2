import type { EnvironmentView } from '@daywatch/shared/api/views.ts';
import { criterionRows } from '@daywatch/shared/present/criterion-row.ts';
import { statusLine } from '@daywatch/shared/present/status-line.ts';
import type { Instant } from '@daywatch/shared/vocabulary/time.ts';
import type { JudgementState } from '@daywatch/shared/vocabulary/verdict.ts';
import { fit, widthOf } from './terminal/fit.ts';
import type { Paint } from './terminal/paint.ts';

const signs: Readonly<Record<JudgementState, string>> = { passing: '✓', failing: '✗', undecided: '○', blind: '?' };

/** An environment for a terminal: the verdict, every reason, every criterion. */
export function statusLines(
  view: EnvironmentView,
  now: Instant,
  { paint, columns }: { readonly paint: Paint; readonly columns: number },
): readonly string[] {
  const { text, tone, reason } = statusLine(view, now);
  const { deployment, verdict } = view;
  const who =
    deployment === undefined
      ? ''
      : `${view.service} ${deployment.version} (${deployment.commit.slice(0, 7)}), by ${deployment.deployedBy}`;
  const left = `${paint.strong(view.name)}  ${paint[tone](paint.strong(text))}`;
  const gap = columns - widthOf(left) - widthOf(who);
  const first =
    gap >= 2 ? [`${left}${' '.repeat(gap)}${paint.quiet(who)}`] : [left, ...(who === '' ? [] : [paint.quiet(who)])];
  const reasons = verdict.because.length > 1 ? verdict.because : [reason];
  const rows = criterionRows(verdict.criteria);
  const wide = Math.min(40, Math.max(0, ...rows.map(({ title }) => widthOf(title))));
  return [
    ...first,
    ...reasons.map((because) => `  ${fit(because, columns - 2)}`),
    ...(rows.length === 0 ? [] : ['']),
    ...rows.map((row) => {
      const title = fit(row.title, wide);
      const pad = ' '.repeat(Math.max(0, wide - widthOf(title)));
      const rest = fit(`${row.value}  ${row.accepted}  ${row.weight}`, columns - wide - 6);
      return `  ${paint[row.tone](signs[row.state])} ${title}${pad}  ${paint.quiet(rest)}`;
    }),
  ];
}
