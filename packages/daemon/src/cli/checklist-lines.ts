import type { ChecklistItemView, DeploymentView } from '@daywatch/shared/api/views.ts';
import { overrideWords } from '@daywatch/shared/present/override-words.ts';
import {
  between,
  formatDuration,
  type Instant,
  type Millis,
  minutes,
  parseRfc3339,
} from '@daywatch/shared/vocabulary/time.ts';
import { wrap } from '../demo/wrap.ts';
import { clean, fit } from './terminal/fit.ts';
import type { Paint } from './terminal/paint.ts';

export type ListedDeployment = Omit<DeploymentView, 'events'>;

interface Look {
  readonly now: Instant;
  readonly paint: Paint;
  /** Without it nothing is cut or wrapped. */
  readonly columns: number | undefined;
}

/** What is prepared for an environment, item by item, with what to do about each open one. */
export function checklistLines(deployment: ListedDeployment, look: Look): readonly string[] {
  const { paint, columns = Number.MAX_SAFE_INTEGER } = look;
  const { service, version, commit, environment, checklist, prepared, overrides = [], id } = deployment;
  const isPlanned = deployment.phase === 'planned' && prepared?.state === 'waiting';
  const open = checklist.filter(({ state, override }) => state !== 'passed' && override === undefined);
  const facts = [commit.slice(0, 7), `by ${prepared?.by ?? deployment.deployedBy}`, id];
  const attempt = isPlanned && prepared.lastAttempt !== undefined ? [`last attempt: ${prepared.lastAttempt}`] : [];
  const aside = overrides.filter(({ what }) => !checklist.some((item) => item.id === what));
  return [
    `${paint.strong(`${service} ${version} ${isPlanned ? 'is planned for' : 'in'} ${environment}`)}`,
    paint.quiet(fit(facts.join(' · '), columns)),
    ...attempt.flatMap((text) => indented(text, '  ', columns, paint.quiet)),
    '',
    ...(checklist.length === 0 ? ['  The plan has no checklist.'] : checklist.flatMap((item) => itemLines(item, look))),
    ...aside.flatMap(({ what, by, reason }) =>
      indented(overrideWords({ what, by, reason }), `  ${paint.caution('!')} `, columns),
    ),
    '',
    open.length === 0
      ? `${paint.good('✓')} Nothing is open.${isPlanned ? ` Deploy it: daywatch deploy ${environment}` : ''}`
      : `${open.length} of ${checklist.length} ${open.length === 1 ? 'is' : 'are'} open.`,
  ];
}

function itemLines(item: ChecklistItemView, { now, paint, columns = Number.MAX_SAFE_INTEGER }: Look): string[] {
  const { id, title, because, state, role, override, lookedAt } = item;
  const sign = override === undefined ? signs[state](paint) : paint.caution('!');
  const at = lookedAt === undefined ? undefined : parseRfc3339(lookedAt);
  const age = at === undefined ? '' : ` · ${ageWords(between(at, now))}`;
  const isOpen = state !== 'passed' && override === undefined;
  return [
    `  ${sign} ${fit(title, columns - 4)}`,
    ...indented(`${because}${age}`, '    ', columns, paint.quiet),
    ...(override === undefined
      ? []
      : indented(`overridden by ${override.by}: ${override.reason}`, '    ', columns, paint.caution)),
    ...(isOpen && role !== undefined ? [`    ${paint.quiet(`daywatch sign-off ${id}`)}`] : []),
  ];
}

const ageWords = (age: Millis): string => (age < minutes(1) ? 'just now' : `${formatDuration(age)} ago`);

const signs: Readonly<Record<ChecklistItemView['state'], (paint: Paint) => string>> = {
  passed: ({ good }) => good('✓'),
  failed: ({ bad }) => bad('✗'),
  waiting: ({ busy }) => busy('…'),
};

const indented = (text: string, before: string, columns: number, brush: (text: string) => string = (it) => it) =>
  wrap(clean(text), columns - 4).map((line, index) => `${index === 0 ? before : '    '}${brush(line)}`);
