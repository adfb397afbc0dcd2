import type { EnvironmentView } from '@daywatch/shared/api/views.ts';
import { statusLine } from '@daywatch/shared/present/status-line.ts';
import { formatDuration, type Instant, type Millis } from '@daywatch/shared/vocabulary/time.ts';
import { localTime } from './terminal/local-time.ts';
import type { Paint } from './terminal/paint.ts';

/** What is being watched until when and where, at the end of a deploy. */
export function watchSummary({
  view,
  url,
  now,
  took,
  paint,
}: {
  readonly view: EnvironmentView;
  readonly url: string;
  readonly now: Instant;
  readonly took: Millis;
  readonly paint: Paint;
}): readonly string[] {
  const { deployment, verdict, name, service } = view;
  const { text, tone, reason } = statusLine(view, now);
  const row = (title: string, value: string) => `  ${paint.quiet(title.padEnd(11))}${value}`;
  const watch = verdict.watch;
  return [
    '',
    `${paint.good('✓')} ${paint.strong(`${service} ${deployment?.version ?? ''} is in ${name}`)}  ${paint.quiet(formatDuration(took))}`,
    '',
    ...(watch === undefined
      ? []
      : [row('Watching', `for ${watch.for}, until ${localTime(watch.endsAt)} if nothing is missed`)]),
    row('Verdict', `${paint[tone](text)}  ${paint.quiet(reason)}`),
    row('Dashboard', new URL(verdict.links.dashboard, url).href),
    row('Follow', `daywatch status ${name} --watch`),
    row('Undo', `daywatch rollback ${name}`),
  ];
}
