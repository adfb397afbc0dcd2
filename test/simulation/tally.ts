import type { Case, Level } from './case.ts';
import type { Outcome } from './play.ts';

/** One row of the table: a family, as one configuration of the engine judged it. Delays in minutes; null is never. */
export interface Row {
  readonly days: number;
  /** NO-GO on a day that changed nothing, and before a regression began. */
  readonly falseAlarms: number;
  readonly earlyDays: number;
  readonly early: number;
  readonly found: Readonly<Record<Level, Found>>;
  readonly blamed: { readonly right: number; readonly of: number };
  readonly go: {
    readonly atEnd: number;
    readonly certified: number;
    /** Minutes to the first GO of a day that changed nothing. */
    readonly median: number | null;
    readonly p90: number | null;
  };
  /** GO at the end of a day with a `must` regression. */
  readonly falseGo: number;
}
export interface Found {
  readonly found: number;
  readonly of: number;
  readonly median: number | null;
  readonly p90: number | null;
}

export interface Judged {
  readonly of: Pick<Case, 'id' | 'note' | 'truth'>;
  readonly outcome: Outcome;
}

export function tally(all: readonly Judged[]): Row {
  const calm = all.filter(({ of }) => of.truth.type === 'no-change');
  const later = all.filter(({ of }) => of.truth.type !== 'no-change' && of.truth.onset > 0);
  const certain = all.filter(({ of }) => of.truth.type === 'regression' && of.truth.level === 'must');
  const several = all.filter(
    ({ of, outcome }) => of.truth.type === 'regression' && of.truth.culprit !== undefined && outcome.culprit !== null,
  );
  const firstGo = calm.map(({ outcome }) => outcome.goAt ?? Number.POSITIVE_INFINITY);
  return {
    days: calm.length,
    falseAlarms: calm.filter(isFalseAlarm).length,
    earlyDays: later.length,
    early: later.filter(isFalseAlarm).length,
    found: { must: foundOf(all, 'must'), should: foundOf(all, 'should'), hard: foundOf(all, 'hard') },
    blamed: {
      right: several.filter(({ of, outcome }) => of.truth.type === 'regression' && of.truth.culprit === outcome.culprit)
        .length,
      of: several.length,
    },
    go: {
      atEnd: calm.filter(({ outcome }) => outcome.final === 'go').length,
      certified: calm.filter(({ outcome }) => outcome.final === 'go' && outcome.certified).length,
      median: minutesAt(firstGo, 0.5),
      p90: minutesAt(firstGo, 0.9),
    },
    falseGo: certain.filter(({ outcome }) => outcome.final === 'go').length,
  };
}

export function isFalseAlarm({ of: { truth }, outcome: { noGoAt } }: Judged): boolean {
  if (noGoAt === null) return false;
  return truth.type === 'no-change' || (truth.onset > 0 && noGoAt <= truth.onset);
}

/** A NO-GO before the onset is no find: it is counted as early, and not among the delays. */
function foundOf(all: readonly Judged[], level: Level): Found {
  const delays = all.flatMap(({ of: { truth }, outcome: { noGoAt } }) => {
    if (truth.type !== 'regression' || truth.level !== level) return [];
    if (noGoAt === null) return Number.POSITIVE_INFINITY;
    return noGoAt > truth.onset ? noGoAt - truth.onset : [];
  });
  const of = all.filter(({ of: { truth } }) => truth.type === 'regression' && truth.level === level).length;
  const found = delays.filter(Number.isFinite).length;
  return { found, of, median: minutesAt(delays, 0.5), p90: minutesAt(delays, 0.9) };
}

/** The order statistic; what never came counts as later than all that did. */
function minutesAt(delays: readonly number[], level: number): number | null {
  const sorted = delays.toSorted((a, b) => a - b);
  const at = sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(level * sorted.length) - 1))];
  return at === undefined || !Number.isFinite(at) ? null : Math.round(at / 6) / 10;
}
