import { zonedTime } from '@daywatch/shared/present/zoned-time.ts';
import type { AnnouncementPlan } from '@daywatch/shared/vocabulary/announce.ts';
import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { ChecklistItem, EnvironmentPlan, Plan, StepPlan } from '@daywatch/shared/vocabulary/plan.ts';
import { formatDuration } from '@daywatch/shared/vocabulary/time.ts';
import type { WindowPlan } from '@daywatch/shared/vocabulary/window.ts';
import { wrap } from '../demo/wrap.ts';
import { criterionWords } from '../plan/to-markdown/prose-of.ts';
import { clean } from './terminal/fit.ts';
import type { Paint } from './terminal/paint.ts';

interface Shown {
  readonly plan: Plan;
  readonly environments: readonly EnvironmentPlan[];
  readonly paint: Paint;
  readonly width: number;
}

interface Part {
  readonly title: string;
  readonly entries: readonly string[];
  readonly numbered?: boolean;
}

/** The plan as people read it: what happens when, who answers for what, what must hold, and the way back. */
export function planLines({ plan, environments, paint, width }: Shown): readonly string[] {
  const roles = Object.entries(plan.roles).map(([name, people]) => `${name}: ${people.join(', ') || 'nobody yet'}`);
  return [
    ...environments.flatMap((environment, index) => [
      ...(index === 0 ? [] : ['']),
      `${paint.strong(plan.service)} → ${paint.strong(environment.name)}`,
      ...partsOf(environment).flatMap((part) => linesOf(part, { paint, width })),
    ]),
    ...linesOf({ title: 'Roles', entries: roles }, { paint, width }),
  ];
}

function linesOf(
  { title, entries, numbered = false }: Part,
  { paint, width }: Pick<Shown, 'paint' | 'width'>,
): readonly string[] {
  if (entries.length === 0) return [];
  const lines = entries.flatMap((entry, index) => {
    const mark = numbered ? `${index + 1}. ` : '· ';
    const room = Math.max(30, width - 2 - mark.length);
    return entry
      .split('\n')
      .flatMap((line) => wrap(clean(line), room))
      .map((line, row) => `  ${row === 0 ? paint.quiet(mark) : ' '.repeat(mark.length)}${line}`);
  });
  return ['', paint.strong(title), ...lines];
}

function partsOf({
  window,
  checklist,
  deploy,
  verify,
  watch,
  rollback,
  announce = [],
  dashboards,
}: EnvironmentPlan): readonly Part[] {
  return [
    { title: 'Window', entries: window === undefined ? [] : windowWords(window) },
    { title: 'Before the deploy', entries: checklist.map(itemWords) },
    {
      title: 'Deploy',
      entries: [...(deploy === undefined ? [] : branchWords(deploy)), ...(deploy?.steps ?? []).map(stepWords)],
      numbered: true,
    },
    { title: 'Verify', entries: verify.map(stepWords), numbered: true },
    {
      title: `Watch for ${formatDuration(watch.for)}, a look every ${formatDuration(watch.every)}`,
      entries: watch.criteria.map((criterion: Criterion) => criterionWords(criterion)),
    },
    { title: 'Roll back', entries: rollback === undefined ? [] : whenWords(rollback) },
    { title: 'Roll back by', entries: (rollback?.steps ?? []).map(stepWords), numbered: true },
    { title: 'Tell', entries: announce.map(announcementWords) },
    { title: 'Dashboards', entries: Object.entries(dashboards).map(([name, url]) => `${name}: ${url}`) },
  ];
}

function windowWords({ opens, for: open, timeZone, expected, freezes }: WindowPlan): readonly string[] {
  const when =
    opens.type === 'once'
      ? `${zonedTime(opens.at, timeZone)} (${timeZone})`
      : `${opens.cron}, by the clocks of ${timeZone}`;
  return [
    `opens ${when}, for ${formatDuration(open)}${expected === undefined ? '' : `; the deployment should take ${formatDuration(expected)}`}`,
    ...freezes.map(
      ({ from, until, because }) =>
        `frozen from ${zonedTime(from, timeZone)} until ${zonedTime(until, timeZone)}${because === undefined ? '' : `: ${because}`}`,
    ),
  ];
}

function itemWords(item: ChecklistItem): string {
  if (item.by === 'people') return `${item.title} (signed by ${item.role})`;
  const { options } = item;
  const command = typeof options === 'object' && options !== null && 'run' in options ? `: ${String(options.run)}` : '';
  return `${item.title} (${item.type}${command})`;
}

const branchWords = ({ from, to }: NonNullable<EnvironmentPlan['deploy']>): readonly string[] =>
  from === undefined ? [] : [to === undefined ? `from ${from}` : `${from} goes to ${to}`];

const stepWords = ({ title }: StepPlan): string => title;

function whenWords({ when, to, watchFor, automatic }: NonNullable<EnvironmentPlan['rollback']>): readonly string[] {
  const count = (many: number, what: string) =>
    `${many === 1 ? 'one' : many} ${what} ${many === 1 ? 'criterion fails' : 'criteria fail'}`;
  return [
    `when ${count(when.blocking, 'blocking')}, ${count(when.critical, 'critical')}, or ${count(when.integrity, 'integrity')}`,
    `to ${to === 'last-stable' ? 'the last stable version' : to}${automatic === true ? ', by a waiting `daywatch runner` without asking' : ''}`,
    ...(watchFor === undefined ? [] : [`then watched for ${formatDuration(watchFor)}`]),
  ];
}

function announcementWords({ by, when, recipients }: AnnouncementPlan): string {
  const time =
    when.type === 'before' ? `${formatDuration(when.before)} before the window opens` : `on ${when.on.join(', ')}`;
  const whom = [...new Set(recipients.map(({ role, to }) => role ?? to))].join(', ');
  return `${time}: ${by}${whom === '' ? '' : ` to ${whom}`}`;
}
