import type { EnvironmentView } from '@daywatch/shared/api/views.ts';
import { statusLine } from '@daywatch/shared/present/status-line.ts';
import { formatDuration, type Instant, type Millis } from '@daywatch/shared/vocabulary/time.ts';
import { wrap } from '../demo/wrap.ts';
import { clean } from './terminal/fit.ts';
import { localTime } from './terminal/local-time.ts';
import type { Paint } from './terminal/paint.ts';

/** What is being watched until when and where, at the end of a deploy. */
export function watchSummary({
  view,
  url,
  now,
  took,
  undo,
  paint,
  columns,
}: {
  readonly view: EnvironmentView;
  readonly url: string;
  readonly now: Instant;
  readonly took: Millis;
  /** Whether the plan has a rollback. */
  readonly undo: boolean;
  readonly paint: Paint;
  /** Nothing is wrapped without. */
  readonly columns: number | undefined;
}): readonly string[] {
  const { deployment, verdict, name, service } = view;
  const { text, tone, reason } = statusLine(view, now);
  const row = (title: string, value: string): string[] =>
    wrap(clean(value), (columns ?? Number.MAX_SAFE_INTEGER) - 13).map(
      (line, index) => `  ${paint.quiet((index === 0 ? title : '').padEnd(11))}${line}`,
    );
  const watch = verdict.watch;
  return [
    '',
    `${paint.good('✓')} ${paint.strong(`${service} ${deployment?.version ?? ''} is in ${name}`)}  ${paint.quiet(formatDuration(took))}`,
    '',
    ...(watch === undefined
      ? []
      : row('Watching', `for ${watch.for}, until ${localTime(watch.endsAt)} if nothing is missed`)),
    ...row('Verdict', text).map((line) => line.replace(text, paint[tone](text))),
    ...row('', reason),
    ...row('Dashboard', new URL(verdict.links.dashboard, url).href),
    ...row('Follow', `daywatch status ${name} --watch`),
    ...(undo ? row('Undo', `daywatch rollback ${name}`) : []),
  ];
}
