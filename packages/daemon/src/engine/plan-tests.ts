import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Measure } from '@daywatch/shared/vocabulary/observation.ts';
import type { SlowWork } from '../ports/slow-work.ts';
import type { Baseline } from './baseline.ts';
import { measureDefaults, toleranceOf, usualQuantile, watchedQuantiles } from './measures.ts';
import type { Law } from './statistics/law.ts';
import { rateReference } from './statistics/rate-reference.ts';
import { valueHistory } from './statistics/value-history.ts';
import { valueReference } from './statistics/value-reference.ts';
import { levelOf, type TestLimit } from './test-limit.ts';
import { openTest, type TestState } from './test-state.ts';
import { limitNats, type Tuning } from './tuning.ts';

/** The tests of one criterion, or why there is nothing to hold its readings against. */
export type PlannedTests =
  | { readonly type: 'tests'; readonly tests: readonly TestState[]; readonly usual: number | null }
  | { readonly type: 'none'; readonly because: string };

/** A limit that comes from the baseline. */
type Referred = Extract<TestLimit, { readonly type: 'rate-baseline' | 'value-baseline' }>;

/** `sharers`: how many criteria share the promise with this one. */
export function* planTests({
  criterion,
  baseline,
  sharers,
  tuning,
}: {
  criterion: Criterion;
  baseline: Baseline | undefined;
  sharers: number;
  tuning: Tuning;
}): SlowWork<PlannedTests> {
  const referred = baseline === undefined ? [] : yield* fromBaseline(criterion, baseline, sharers, tuning);
  const tolerance = toleranceOf(criterion);
  const tolerated = tolerance === undefined ? [] : referred.filter(isUsable);
  const absolute = limitOf(criterion, tolerated.length > 0);
  const limits = absolute === undefined ? tolerated : [absolute, ...tolerated];
  if (limits.length === 0) return { type: 'none', because: whyNone(criterion, baseline, referred) };
  const tests = limits.map((limit) => openTest(limit, phiFor(limit, referred, tuning), tuning));
  return { type: 'tests', tests, usual: usualOf(referred) };
}

function* fromBaseline(
  criterion: Criterion,
  baseline: Baseline,
  sharers: number,
  tuning: Tuning,
): SlowWork<Referred[]> {
  const { measure } = criterion;
  const { wideTolerance, okBelow, tolerance: usual } = measureDefaults[measure];
  const tolerance = toleranceOf(criterion) ?? usual;
  const isValue = measure === 'latency' || measure === 'gauge';
  const levels = isValue ? levelsOf(criterion) : [];
  const nats = limitNats({ tuning, criteria: sharers, tests: Math.max(1, levels.length) });
  const common = { nats, tolerance, wideTolerance, tuning };
  if (isValue) {
    const history = yield* valueHistory(baseline.values, baseline.slotSeconds, tuning);
    const limits: Referred[] = [];
    for (const level of levels) {
      yield;
      limits.push({ type: 'value-baseline', reference: valueReference({ ...common, history, level }) });
    }
    return limits;
  }
  const reference = rateReference({
    ...common,
    slotSeconds: baseline.slotSeconds,
    slots: baseline.counts,
    law: lawOfMeasure(measure),
    okBelow,
    spells: measure === 'check' ? tuning.checkSpells : 0,
  });
  return [{ type: 'rate-baseline', reference }];
}

/** The absolute limit of the plan. A check without limit and baseline still may not fail more often than is ever fine. */
function limitOf(criterion: Criterion, compared: boolean): TestLimit | undefined {
  const { measure, worse, limit } = criterion;
  switch (measure) {
    case 'rate':
    case 'count':
      return limit === undefined ? undefined : { type: 'rate-limit', law: lawOfMeasure(measure), rate: limit };
    case 'check':
      if (limit === undefined && compared) return undefined;
      return { type: 'rate-limit', law: 'binomial', rate: limit ?? measureDefaults.check.okBelow };
    case 'latency':
    case 'gauge': {
      if (limit === undefined) return undefined;
      const [level = usualQuantile] = criterion.quantile === undefined ? [] : levelsOf(criterion);
      return { type: 'value-limit', level, threshold: worse === 'lower' ? -limit : limit };
    }
  }
}

/** Where lower is worse the values are negated, and 5 % and 95 % both speak of the same tail. */
function levelsOf({ quantile, worse }: Criterion): readonly number[] {
  if (quantile === undefined) return watchedQuantiles;
  return [worse === 'lower' ? Math.max(quantile, 1 - quantile) : quantile];
}

const lawOfMeasure = (measure: Measure): Law => (measure === 'count' ? 'poisson' : 'binomial');

/** A threshold past the last bucket, or a rate that nothing can exceed, would pass everything. */
function isUsable(limit: Referred): boolean {
  if (limit.type === 'value-baseline') return limit.reference.usable;
  const { flat, law } = limit.reference;
  return law === 'poisson' || flat < 1;
}

/** Burstiness is measured on the baseline, for each quantile; an absolute limit has that of its own. */
const phiFor = (limit: TestLimit, referred: readonly Referred[], tuning: Tuning): number =>
  referred.find((other) => levelOf(other) === levelOf(limit))?.reference.phi ?? tuning.phiWithoutBaseline;

/** What the baseline's value was: its rate, or the quantile that is shown. */
function usualOf(referred: readonly Referred[]): number | null {
  const shown = referred.find((limit) => levelOf(limit) === usualQuantile) ?? referred[0];
  if (shown === undefined) return null;
  return shown.type === 'value-baseline' ? shown.reference.quantile : shown.reference.sums.k / shown.reference.sums.n;
}

function whyNone(criterion: Criterion, baseline: Baseline | undefined, referred: readonly Referred[]): string {
  if (criterion.tolerance === undefined) return 'it has neither a limit nor a tolerance';
  if (baseline === undefined) return 'it has no limit, and there was nothing to read before the deploy to compare with';
  return referred.some(({ type }) => type === 'value-baseline')
    ? 'what it may reach lies beyond the last bucket, where nothing can be told apart'
    : 'what was read before the deploy leaves no rate that would be too bad';
}
