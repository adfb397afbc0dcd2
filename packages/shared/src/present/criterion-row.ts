import { formatValue } from '../vocabulary/units.ts';
import type { Judgement } from '../vocabulary/verdict.ts';
import { judgementLooks, type Tone } from './words.ts';

/** One criterion as a row of a table, a tree or a terminal. */
export interface CriterionRow {
  readonly name: string;
  readonly title: string;
  /** Which service it is about, where there are several. */
  readonly service?: string;
  readonly state: Judgement['state'];
  readonly icon: string;
  readonly tone: Tone;
  /** `412 ms`, or `no value`. */
  readonly value: string;
  /** `limit 800 ms`, `usually 278 ms, +25 % accepted`, both, or `no limit yet`. */
  readonly accepted: string;
  /** `blocking`, `critical, integrity`, `warning, dry run`. */
  readonly weight: string;
  readonly because: string;
}

export function criterionRow(judgement: Judgement): CriterionRow {
  const { name, title, service, state, because, severity, integrity, dryRun, value, unit } = judgement;
  const look = judgementLooks[state];
  return {
    name,
    title,
    ...(service !== undefined && { service }),
    state,
    icon: look.icon,
    // What never decides does not alarm either.
    tone: state === 'failing' && (dryRun || (severity === 'warning' && !integrity)) ? 'caution' : look.tone,
    value: value === undefined ? 'no value' : formatValue(value, unit),
    accepted: accepted(judgement),
    weight: [severity, ...(integrity ? ['integrity'] : []), ...(dryRun ? ['dry run'] : [])].join(', '),
    because,
  };
}

function accepted({ limit, baseline, tolerance, unit }: Judgement): string {
  const parts: string[] = [];
  if (limit !== undefined) parts.push(`limit ${formatValue(limit, unit)}`);
  if (baseline !== undefined) {
    const more =
      tolerance === undefined
        ? ''
        : `, ${tolerance < 0 ? '−' : '+'}${formatValue(Math.abs(tolerance), 'fraction')} accepted`;
    parts.push(`usually ${formatValue(baseline, unit)}${more}`);
  }
  return parts.join(' · ') || 'no limit yet';
}

const states = ['failing', 'blind', 'undecided', 'passing'] as const;
const severities = ['blocking', 'critical', 'warning'] as const;
const rank = ({ state, severity, dryRun, integrity }: Judgement) =>
  states.indexOf(state) * 8 + (dryRun ? 4 : 0) + (integrity ? 0 : severities.indexOf(severity));

/** What needs looking at first: failing before blind before undecided, the heavier first. */
export const criterionRows = (judgements: readonly Judgement[]): readonly CriterionRow[] =>
  [...judgements].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name)).map(criterionRow);
