import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import { formatValue } from '@daywatch/shared/vocabulary/units.ts';
import type { ListItem, PhrasingContent } from 'mdast';
import { isMapping, type Mapping } from '../read-fields.ts';
import { address, item, labelled, plain, strong, words } from './phrases.ts';

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

export function windowItems({ opens, for: open, 'time-zone': zone, expected, freezes }: Mapping): ListItem[] {
  const once = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)$/.exec(text(opens));
  const said = once === null ? words(`\`${text(opens)}\``) : [plain(`${once[1]} ${once[2]}`)];
  return [
    ...(opens === undefined ? [] : [item(labelled('Opens', said))]),
    ...(zone === undefined ? [] : [item(labelled('Time zone', [plain(text(zone))]))]),
    ...(open === undefined ? [] : [item(labelled('Stays open', [plain(text(open))]))]),
    ...(expected === undefined ? [] : [item(labelled('Expected duration', [plain(text(expected))]))]),
    ...(Array.isArray(freezes) ? freezes.filter(isMapping) : []).map(({ from, until, because }) =>
      item(
        labelled('Freeze', [
          plain(`${text(from)} to ${text(until)}${because === undefined ? '' : ` (${text(because)})`}`),
        ]),
      ),
    ),
  ];
}

/** An item, and who or what answers it. */
export function checklistWords(entry: unknown): PhrasingContent[] {
  if (!isMapping(entry)) return [];
  const title = plain(text(entry.title));
  const named = [strong(text(entry.id)), plain(': '), title];
  if (typeof entry['sign-off'] === 'string') return [...named, plain(` (sign-off: ${entry['sign-off']})`)];
  const command = typeof entry.run === 'string' && !/[`\n]/.test(entry.run) ? entry.run : undefined;
  return command === undefined ? named : [...named, plain(' — '), { type: 'inlineCode', value: command }];
}

/** "API error rate (critical): at most 1 %, at most 25 % worse than before". */
export function criterionWords({
  title,
  severity,
  integrity,
  limit,
  tolerance,
  unit,
  worse,
  dryRun,
}: Criterion): string {
  const accepted = [
    ...(limit === undefined
      ? []
      : limit === 0
        ? ['none']
        : [`${worse === 'lower' ? 'at least' : 'at most'} ${formatValue(limit, unit)}`]),
    ...(tolerance === undefined ? [] : [`no more than ${formatValue(tolerance, 'fraction')} worse than before`]),
  ];
  const kind = [integrity ? 'integrity' : severity, ...(dryRun ? ['dry run'] : [])].join(', ');
  return `${title} (${kind})${accepted.length === 0 ? '' : `: ${accepted.join(', ')}`}`;
}

export const roleItems = (roles: Readonly<Record<string, readonly string[]>>): ListItem[] =>
  Object.entries(roles).map(([name, people]) => item(labelled(name, listOf(people))));

const listOf = (people: readonly string[]): PhrasingContent[] =>
  people.flatMap((one, index) => [
    ...(index === 0 ? [] : [plain(', ')]),
    /^[\w.+-]+@[\w.-]+$/.test(one) ? address(one) : plain(one),
  ]);

/** "**On deploying, watching**: slack to ${SLACK_WEBHOOK}". */
export function announceWords(entry: unknown): PhrasingContent[] {
  if (!isMapping(entry)) return [];
  const { before, on, by, to } = entry;
  const when = before === undefined ? `On ${[on].flat().map(text).join(', ')}` : `${text(before)} before`;
  const target = text(to);
  const told = target === '' ? [] : [plain(' to '), /^https?:\/\//.test(target) ? address(target) : plain(target)];
  return [strong(when), plain(`: ${text(by)}`), ...told];
}

export const dashboardItems = (dashboards: Mapping): ListItem[] =>
  Object.entries(dashboards).map(([name, url]) => item(labelled(name, [address(text(url))])));
